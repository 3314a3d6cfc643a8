import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from casework.moves import MOVES
from casework.views import move_help

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def house(tmp_path, settings):
    """A small house with one app, one template and a Chinese catalogue."""
    settings.BASE_DIR = tmp_path
    settings.STOREYS = ["rooms"]
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "rooms").mkdir()
    (tmp_path / "templates").mkdir()
    catalogue = tmp_path / "locale/zh_Hans/LC_MESSAGES/django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(PO)
    return tmp_path


def faults():
    with pytest.raises(CommandError) as raised:
        call_command("translations", "check", verbosity=0)
    return str(raised.value)


def test_a_message_without_chinese_is_named_with_its_place(house):
    (house / "rooms/models.py").write_text('from x import gettext_lazy as _\n\n_("Team leader")\n')
    assert "rooms/models.py:3: no Chinese for 'Team leader'" in faults()


def test_a_message_under_another_name_of_gettext_is_read_too(house):
    (house / "rooms/views.py").write_text('from x import gettext as now\n\nnow("Team leader")\nlater("no message")\n')
    assert "rooms/views.py:3: no Chinese for 'Team leader'" in faults()
    assert "no message" not in faults()


def test_messages_of_templates_are_read_too(house):
    (house / "templates/a.html").write_text(
        '{% load i18n %}\n{% translate "Return" %}\n'
        "{% blocktranslate count n=n %}one{% plural %}many{% endblocktranslate %}"
    )
    assert "templates/a.html:2: no Chinese for 'Return'" in faults()
    assert "no Chinese for 'one'" in faults()


def test_a_lost_placeholder_is_named(house):
    (house / "rooms/models.py").write_text('_("%(count)d teams")\n')
    (house / "locale/zh_Hans/LC_MESSAGES/django.po").write_text(PO + 'msgid "%(count)d teams"\nmsgstr "几个组"\n')
    assert "other placeholders" in faults()


def test_chinese_typed_into_a_template_is_named(house):
    (house / "templates/a.html").write_text("{# 说明 #}\n<b>组长</b>\n")
    assert "templates/a.html:2: '组长' is typed into the template" in faults()
    assert "说明" not in faults()


def test_a_complete_catalogue_passes_and_is_compiled(house):
    (house / "rooms/models.py").write_text('_("Team leader")\n')
    catalogue = house / "locale/zh_Hans/LC_MESSAGES/django.po"
    catalogue.write_text(PO + 'msgid "Team leader"\nmsgstr "组长"\n')
    call_command("translations", "check", verbosity=0)
    call_command("translations", "compile", verbosity=0)
    assert "组长".encode() in catalogue.with_suffix(".mo").read_bytes()


def test_what_a_move_says_of_itself_is_said_in_chinese():
    """The first paragraph of its docstring is the help on its page."""
    with translation.override("zh-hans"):
        english = [move.name for move in MOVES.values() if move.for_people and move_help(move).isascii()]
    assert english == []
