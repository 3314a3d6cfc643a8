"""How often somebody may write or try: counted for a day in the broker, under names that nobody can read back.

An address is never kept. What is counted stands under a hash keyed with a key that lives a day in the broker alone,
which writes nothing to a disk: when the key is gone, nobody can say any more whose count it was. When the broker does
not answer, nothing is counted: a letter is worth more than its limit.
"""

import hashlib
import hmac
import logging
import secrets
from functools import cache

import redis
from django.conf import settings

log = logging.getLogger(__name__)

A_DAY = 24 * 60 * 60
KEY = "letters:key"

#: what is counted, and how often it may be done in a day
LETTERS_OF_ADDRESS, LETTERS_OF_BOX, TRIES_OF_RECEIPT, TRIES_OF_ADDRESS = "address", "box", "receipt", "tries"
TRIES_OF_CODE = "codes"
LIMITS = {
    LETTERS_OF_ADDRESS: 20,
    LETTERS_OF_BOX: 300,
    TRIES_OF_RECEIPT: 10,
    TRIES_OF_ADDRESS: 60,
    TRIES_OF_CODE: 60,
}


@cache
def broker() -> redis.Redis:
    wait = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    return redis.Redis.from_url(settings.REDIS_URL, decode_responses=True, **wait)


def used_up(**subjects: str) -> bool:
    """Return whether one of these has been done as often as it may be today: ``used_up(address="203.0.113.9")``."""
    try:
        counts = broker().mget(_names(subjects))
    except redis.RedisError as error:
        log.warning("letters are not counted: %s", type(error).__name__)
        return False
    return any(int(count or 0) >= LIMITS[what] for what, count in zip(subjects, counts, strict=True))


def count(**subjects: str) -> None:
    """Count that each of these has been done once more."""
    try:
        with broker().pipeline() as pipe:
            for name in _names(subjects):
                pipe.incr(name)
                pipe.expire(name, A_DAY, nx=True)
            pipe.execute()
    except redis.RedisError as error:
        log.warning("letters are not counted: %s", type(error).__name__)


def _names(subjects: dict[str, str]) -> list[str]:
    """Return under which names these are counted today."""
    key = broker().get(KEY)
    if key is None:
        broker().set(KEY, secrets.token_hex(32), nx=True, ex=A_DAY)
        key = broker().get(KEY)
    return [
        f"letters:{what}:{hmac.new(str(key).encode(), f'{what}:{subject}'.encode(), hashlib.sha256).hexdigest()}"
        for what, subject in subjects.items()
    ]
