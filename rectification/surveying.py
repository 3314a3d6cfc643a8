"""How an answer gets from a stranger into the house: by a code that counts once, and by INSERT alone.

What is here may run as the portal's role. It reads no table: of a survey it learns by the function that the migration
made. The codes follow from the key of the survey, so that nobody keeps them and anybody in the house can check one.
"""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from casework.history import keyed

from .models import SurveyAnswer

DIGITS = 10


@dataclass(frozen=True)
class OpenSurvey:
    """All that a stranger may know of a survey."""

    key: str
    unit: str
    closes_on: datetime.date
    codes: int


def survey_of(token: str, today: datetime.date) -> OpenSurvey | None:
    """Return the survey if it can be answered today; one that was never there looks like one that is closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT survey, unit, closes_on, codes FROM rectification_survey(%s, %s)", [token, today])
        row = cursor.fetchone()
    return OpenSurvey(*row) if row else None


def codes_of(survey_key: str, count: int) -> list[str]:
    """Return the codes of a survey, in an order that says nothing."""
    codes = {str(int(keyed("code of a survey", survey_key, str(n)), 16))[-DIGITS:] for n in range(count)}
    return sorted(codes)


def answer(survey: OpenSurvey, code: str, marks: dict[str, str]) -> bool:
    """Keep an answer; return whether the code was still unused. The caller has seen that it is one of the survey's."""
    row = SurveyAnswer(key=keyed("answer to a survey", survey.key, code), survey=survey.key, **marks)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "rectification_surveyanswer_pkey" not in str(error):
            raise
        return False
    return True
