# Two steps: what is needed to build stays out of what runs.
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir 'uv>=0.9,<1'
WORKDIR /app
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock README.md LICENSE NOTICE ./
RUN uv sync --locked --no-dev
COPY . .
# DEBUG only lets the settings be read without secrets; nothing of it stays.
RUN DEBUG=true .venv/bin/python manage.py translations compile \
    && SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(48))') \
       HISTORY_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(48))') \
       FILES_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(48))') \
       .venv/bin/python manage.py collectstatic --no-input

FROM python:3.13-slim
# PDF=yes: LibreOffice, which writes papers as PDF, and fonts that stand in for the office's own.
ARG PDF=no
RUN if [ "$PDF" = yes ]; then apt-get update \
    && apt-get install --yes --no-install-recommends libreoffice-writer fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*; fi
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin xuncha \
    && install -d -m 0700 -o xuncha -g xuncha /data
WORKDIR /app
COPY --from=build --chown=root:root /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XUNCHA_DATA=/data
USER xuncha
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["granian", "--interface=wsgi", "config.wsgi:application", "--host=0.0.0.0", "--port=8000", "--workers=2", \
     "--blocking-threads=4", "--no-ws", "--respawn-failed-workers", "--access-log"]
