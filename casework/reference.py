"""What every database starts with: regulation profiles, deadline rules and the rungs of reminders.

Loaded after every migration; rows that an office has changed are left as they are. Names and bases are English
message ids and are shown in the reader's language.
"""

from django.utils.translation import gettext_noop as _

from .models import Database, DeadlineRule, RegulationProfile, Rung

LAW, PRACTICE, DEFAULT = (
    DeadlineRule.Certainty.LAW,
    DeadlineRule.Certainty.PRACTICE,
    DeadlineRule.Certainty.DEFAULT,
)
AFTER, BEFORE = DeadlineRule.Direction.AFTER, DeadlineRule.Direction.BEFORE
DAY, WORKDAY, MONTH, CHOSEN = "day", "workday", "month", "chosen"

PROFILES = {
    "county": (
        _("County practice (3 months)"),
        _("What most counties print: report within three months."),
        False,
    ),
    "2017": (_("Regulations of 2015/2017 (2 months)"), "", False),
    "2024": (
        _("Practice since 2024 (6 months)"),
        _("Concentrated rectification of six months; compare with the official text before use."),
        True,
    ),
}

OFFICE = _("default of this office")
LETTER = _("Regulations of 2015/2017, Article 29, by analogy")
LADDER = _("five papers as in Linying County; the days are a default of this office")

#: code → (name, amount, unit, word, basis, certainty), for all profiles
RULES = {
    "notify_unit": (
        _("Notify the unit"),
        10,
        DAY,
        "oversee",
        _("notice ten days before entry, county practice"),
        PRACTICE,
    ),
    "enter": (
        _("Enter the unit"),
        10,
        DAY,
        "lead",
        _("notice ten days before entry, county practice"),
        PRACTICE,
    ),
    "stay": (_("End of the stay"), 0, CHOSEN, "lead", _("plan of the round"), DEFAULT),
    "weekly_report": (_("Hand in the weekly report"), 7, DAY, "lead", OFFICE, DEFAULT),
    "team_report": (_("Hand in the report"), 1, MONTH, "lead", _("county practice"), PRACTICE),
    "feed_back": (_("Feed back to the unit"), 30, DAY, "oversee", OFFICE, DEFAULT),
    "hand_over": (_("Hand over what goes to others"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "prepare": (_("Have it ready for the team"), 0, CHOSEN, "respond", _("checklist of the team"), DEFAULT),
    "review_team": (_("Answer about the team"), 10, WORKDAY, "respond", OFFICE, DEFAULT),
    "resolve_recusal": (_("Resolve the conflict"), 3, WORKDAY, "oversee", OFFICE, DEFAULT),
    "decide_exception": (_("Decide on the exception"), 3, WORKDAY, "direct", OFFICE, DEFAULT),
    "take_up_interference": (_("Take the matter of pleading up"), 2, WORKDAY, "lead", OFFICE, DEFAULT),
    "judge_interference": (_("Bring the matter of pleading further"), 3, WORKDAY, "direct", OFFICE, DEFAULT),
    "handle_interference": (_("Handle the matter of pleading"), 10, WORKDAY, "observe", OFFICE, DEFAULT),
    "seal_interference": (_("Close the matter of pleading for good"), 5, WORKDAY, "direct", OFFICE, DEFAULT),
    "take_up_conduct": (_("Take the matter of conduct up"), 3, WORKDAY, "lead", OFFICE, DEFAULT),
    "close_conduct": (_("Say what came of the admonition"), 20, WORKDAY, "lead", OFFICE, DEFAULT),
    "judge_conduct": (_("Handle the violation"), 5, WORKDAY, "direct", OFFICE, DEFAULT),
    "acknowledge_admonition": (_("Acknowledge the admonition"), 2, WORKDAY, "own", OFFICE, DEFAULT),
    "contain_leak": (_("Contain the leak"), 1, WORKDAY, "direct", OFFICE, DEFAULT),
    "investigate_leak": (_("Look into the leak"), 10, WORKDAY, "direct", OFFICE, DEFAULT),
    "handle_leak": (_("Handle the leak"), 10, WORKDAY, "direct", OFFICE, DEFAULT),
    "decide_leave": (_("Decide on the leave"), 1, WORKDAY, "lead", OFFICE, DEFAULT),
    "report_back": (_("Report back from leave"), 0, CHOSEN, "own", _("leave that was given"), DEFAULT),
    "use_set": (_("Put the category set in use"), 20, WORKDAY, "direct", OFFICE, DEFAULT),
    "approve_year": (_("Approve the plan of the year"), 20, WORKDAY, "oversee", OFFICE, DEFAULT),
    "take_proposal": (_("Take or drop the proposal of teams"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "carry_out_decision": (_("Carry out the decision"), 0, CHOSEN, "handle", _("decision of the meeting"), DEFAULT),
    "decision_again": (_("Carry out what is missing"), 10, WORKDAY, "handle", OFFICE, DEFAULT),
    "close_decision": (_("Find the decision carried out"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "pledge": (_("Make the pledge"), 2, WORKDAY, "own", OFFICE, DEFAULT),
    "sign_secondment": (_("Sign for the secondment letter"), 2, WORKDAY, "handle", OFFICE, DEFAULT),
    "answer_secondment": (_("Say whether the person is lent"), 5, WORKDAY, "handle", OFFICE, DEFAULT),
    "follow_declined": (_("Say what follows from the refusal"), 3, WORKDAY, "oversee", OFFICE, DEFAULT),
    "appraise_secondment": (_("Write the appraisal"), 0, CHOSEN, "lead", _("time of the secondment"), DEFAULT),
    "appraise_after": (_("Write the appraisal"), 5, WORKDAY, "lead", OFFICE, DEFAULT),
    "confirm_appraisal": (_("Confirm the appraisal"), 3, WORKDAY, "oversee", OFFICE, DEFAULT),
    "appraise_again": (_("Write the appraisal again"), 2, WORKDAY, "lead", OFFICE, DEFAULT),
    "sign_appraisal": (_("Sign for the appraisal"), 5, WORKDAY, "handle", OFFICE, DEFAULT),
    "submit_paper": (_("Submit the working paper"), 5, WORKDAY, "inspect", OFFICE, DEFAULT),
    "review_paper": (_("Review the working paper"), 2, WORKDAY, "lead", OFFICE, DEFAULT),
    "agree_paper": (_("Take the working paper to the team meeting"), 3, WORKDAY, "lead", OFFICE, DEFAULT),
    "confirm_facts": (_("Confirm the facts"), 3, WORKDAY, "respond", OFFICE, DEFAULT),
    "sign_paper": (_("Sign the working paper"), 3, WORKDAY, "lead", OFFICE, DEFAULT),
    "raise_finding": (_("Raise the finding"), 5, WORKDAY, "inspect", OFFICE, DEFAULT),
    "confirm_finding": (_("Confirm the finding"), 5, WORKDAY, "lead", OFFICE, DEFAULT),
    "propose_route": (_("Propose where it goes"), 3, WORKDAY, "lead", OFFICE, DEFAULT),
    "review_route": (_("Review where it goes"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "route_finding": (_("Decide where it goes"), 90, DAY, "oversee", OFFICE, DEFAULT),
    "confirm_upper": (_("Decide where it goes"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "break_down": (_("Break the problem down into items"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "report_up": (_("Report to the upper level"), 0, CHOSEN, "oversee", _("day set by the upper level"), DEFAULT),
    "upper_answers": (_("Ask the upper level how it stands"), 20, WORKDAY, "oversee", OFFICE, DEFAULT),
    "take_up": (_("Send it where it goes"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "receive": (_("Sign for the letter"), 5, WORKDAY, "handle", OFFICE, DEFAULT),
    "disposition": (_("Say how it is handled"), 1, MONTH, "handle", _("one month after receipt"), PRACTICE),
    "reply": (_("Answer the office"), 3, MONTH, "handle", LETTER, PRACTICE),
    "study_clue": (_("Study the clue in the team meeting"), 5, WORKDAY, "lead", OFFICE, DEFAULT),
    "propose_clue": (_("Propose how the clue is handled"), 5, WORKDAY, "lead", OFFICE, DEFAULT),
    "examine_clue": (_("Examine the proposal about the clue"), 5, WORKDAY, "direct", OFFICE, DEFAULT),
    "decide_clue": (_("Write down what the meeting decided about the clue"), 30, DAY, "direct", OFFICE, DEFAULT),
    "send_clue": (_("Send the clue"), 5, WORKDAY, "direct", OFFICE, DEFAULT),
    "review_pending": (_("Look at it again"), 0, CHOSEN, "handle", _("day that the department chose"), DEFAULT),
    "send_again": (_("Send it again or elsewhere"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "settle": (_("Settle or ask for more"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "send_request": (_("Send the request"), 2, WORKDAY, "oversee", OFFICE, DEFAULT),
    "sign_request": (_("Sign for the request"), 2, WORKDAY, "handle", OFFICE, DEFAULT),
    "accept_request": (_("Accept or decline the request"), 2, WORKDAY, "handle", OFFICE, DEFAULT),
    "answer_request": (_("Answer the request"), 5, WORKDAY, "handle", OFFICE, DEFAULT),
    "follow_refusal": (_("Say what follows from the refusal"), 3, WORKDAY, "lead", OFFICE, DEFAULT),
    "decide_request": (_("Decide on the request"), 3, WORKDAY, "direct", OFFICE, DEFAULT),
    "judge_request": (_("Judge the answer"), 5, WORKDAY, "lead", OFFICE, DEFAULT),
    "use_profile": (_("Put the profile in use"), 20, WORKDAY, "direct", OFFICE, DEFAULT),
    "look_at_stop": (_("See whether the clock can run again"), 3, MONTH, "oversee", OFFICE, DEFAULT),
    "take_over_work": (_("Take the work over"), 2, WORKDAY, "inspect", OFFICE, DEFAULT),
    "hold_talk": (_("Hold the talk"), 0, CHOSEN, "inspect", _("roster of talks of the team"), DEFAULT),
    "hand_over_document": (_("Get the documents"), 0, CHOSEN, "inspect", _("request of the team"), DEFAULT),
    "sort_petition": (_("Sort the petition"), 3, WORKDAY, "inspect", OFFICE, DEFAULT),
    "see_reporter": (_("See the reporter"), 3, WORKDAY, "inspect", OFFICE, DEFAULT),
    "conclude_petition": (_("Deal with the petition"), 20, WORKDAY, "inspect", OFFICE, DEFAULT),
    "petition_receipt": (_("Get the receipt for the petition"), 10, WORKDAY, "inspect", OFFICE, DEFAULT),
    "close_letter_box": (_("Close the letter box"), 0, CHOSEN, "oversee", _("notice of the letter box"), DEFAULT),
    "writer_answers": (_("See whether the writer has answered"), 10, WORKDAY, "inspect", OFFICE, DEFAULT),
    "read_addition": (_("Read what the writer has added"), 3, WORKDAY, "inspect", OFFICE, DEFAULT),
    "decide_unsealing": (_("Decide about the unsealing"), 1, WORKDAY, "direct", OFFICE, DEFAULT),
    "end_unsealing": (_("Close the reporter's name again"), 0, CHOSEN, "direct", _("leave of the head"), DEFAULT),
    "confirm_obstruction": (_("Confirm the incident"), 2, WORKDAY, "lead", OFFICE, DEFAULT),
    "decide_obstruction": (_("Decide what follows from the incident"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "handle_obstruction": (_("Decide on the obstruction"), 10, WORKDAY, "observe", OFFICE, DEFAULT),
    "tell_unit": (_("Tell the unit, or keep it on record"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "sign_for_notice": (_("Sign for the notice on cooperation"), 3, WORKDAY, "sign", OFFICE, DEFAULT),
    "give_back_document": (_("Give the documents back"), 20, WORKDAY, "inspect", OFFICE, DEFAULT),
    "decide_extension": (_("Decide about the extension"), 2, WORKDAY, "direct", OFFICE, DEFAULT),
    "adopt_plan": (_("Adopt the plan of the team"), 5, WORKDAY, "lead", OFFICE, DEFAULT),
    "follow_lead": (_("Follow the lead up"), 5, WORKDAY, "inspect", OFFICE, DEFAULT),
    "parked_lead": (_("Take the lead up at the return visit"), 6, MONTH, "oversee", OFFICE, DEFAULT),
    "submit_opinion": (_("Finish the draft of the feedback"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "check_opinion": (_("Check the draft of the feedback"), 3, WORKDAY, "direct", OFFICE, DEFAULT),
    "give_opinion": (_("Give what has been checked"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "sign_for_copy": (_("Sign for the copy"), 3, WORKDAY, "handle", OFFICE, DEFAULT),
    "state_position": (_("File the statement of position"), 5, WORKDAY, "sign", OFFICE, DEFAULT),
    "sign_for_feedback": (_("Sign for the feedback"), 3, WORKDAY, "sign", OFFICE, DEFAULT),
    "rectification_report": (_("Report on rectification"), 3, MONTH, "sign", _("county practice"), PRACTICE),
    "plan": (_("Hand in the rectification plan"), 15, WORKDAY, "respond", OFFICE, DEFAULT),
    "plan_again": (_("Hand in the plan again"), 5, WORKDAY, "respond", OFFICE, DEFAULT),
    "endorse_plan": (_("Sign the plan"), 3, WORKDAY, "sign", OFFICE, DEFAULT),
    "review_plan": (_("Review the plan"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "joint_review": (_("Give the joint review opinions"), 5, WORKDAY, "supervise", OFFICE, DEFAULT),
    "item": (_("Put the problem right"), 0, CHOSEN, "respond", _("approved plan of the unit"), DEFAULT),
    "item_again": (_("Put right what is missing"), 10, WORKDAY, "respond", OFFICE, DEFAULT),
    "endorse_item": (_("Sign for the item"), 3, WORKDAY, "sign", OFFICE, DEFAULT),
    "verify_item": (_("Verify the item"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "confirm_item": (_("Verify the item as the second"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "help_item": (_("Answer the request for help from above"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "decide_postponement": (_("Decide on the new date"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "yearly_check": (_("Report on the yearly check"), 12, MONTH, "respond", OFFICE, DEFAULT),
    "verify_check": (_("Verify the yearly check"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "check_again": (_("Add what is missing to the yearly check"), 10, WORKDAY, "respond", OFFICE, DEFAULT),
    "take_over": (_("Take over what is open"), 5, WORKDAY, "sign", OFFICE, DEFAULT),
    "decide_evidence": (_("Decide about the evidence"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "explain_evidence": (_("Explain the evidence"), 5, WORKDAY, "respond", OFFICE, DEFAULT),
    "approve_visit": (_("Approve the return visit"), 5, WORKDAY, "direct", OFFICE, DEFAULT),
    "prepare_visit": (
        _("Announce the return visit, or get ready without notice"),
        3,
        WORKDAY,
        "oversee",
        OFFICE,
        DEFAULT,
    ),
    "begin_visit": (_("Begin the return visit"), 0, CHOSEN, "lead", _("plan of the return visit"), DEFAULT),
    "report_visit": (_("Report on the return visit"), 15, WORKDAY, "lead", OFFICE, DEFAULT),
    "hear_visit": (_("Have the leading group hear the return visit"), 20, WORKDAY, "oversee", OFFICE, DEFAULT),
    "close_visit": (_("Finish the return visit"), 10, WORKDAY, "direct", OFFICE, DEFAULT),
    "sign_visit_notice": (_("Sign for the notice of the visit"), 2, WORKDAY, "sign", OFFICE, DEFAULT),
    "ladder_begins": (_("Prepare a paper about what is late"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "ladder_supervision": (_("Answer the notice of supervision"), 10, WORKDAY, "sign", LADDER, DEFAULT),
    "ladder_guidance": (_("Answer the guidance"), 10, WORKDAY, "sign", LADDER, DEFAULT),
    "ladder_reminder": (_("Answer the reminder"), 7, WORKDAY, "sign", LADDER, DEFAULT),
    "ladder_warning": (_("Answer the warning"), 5, WORKDAY, "sign", LADDER, DEFAULT),
    "ladder_account": (_("Answer the paper of accountability"), 5, WORKDAY, "sign", LADDER, DEFAULT),
    "review_ladder_paper": (_("Check the draft of the supervision paper"), 3, WORKDAY, "oversee", OFFICE, DEFAULT),
    "issue_ladder_paper": (_("Sign the supervision paper or leave it"), 5, WORKDAY, "direct", OFFICE, DEFAULT),
    "sign_ladder_paper": (_("Sign for the supervision paper"), 2, WORKDAY, "sign", OFFICE, DEFAULT),
    "answer_ladder_paper": (_("Answer the supervision paper"), 0, CHOSEN, "sign", _("date in the paper"), DEFAULT),
    "judge_ladder_paper": (_("Accept the answer or go up a rung"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "agree_accountability": (_("Bring it before the leading group"), 20, WORKDAY, "oversee", OFFICE, DEFAULT),
    "refer_accountability": (_("Send it for decision"), 5, WORKDAY, "oversee", OFFICE, DEFAULT),
    "decide_accountability": (_("Decide on the accountability"), 3, MONTH, "handle", OFFICE, DEFAULT),
    "serve_accountability": (_("Tell the unit of the decision"), 3, WORKDAY, "oversee", OFFICE, DEFAULT),
    "sign_accountability": (_("Sign for the decision"), 3, WORKDAY, "sign", OFFICE, DEFAULT),
    "enforce_accountability": (_("Enforce the decision"), 1, MONTH, "handle", OFFICE, DEFAULT),
    "publish_accountability": (_("Publish the decision, or say why not"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "close_accountability": (_("Close the accountability"), 5, WORKDAY, "direct", OFFICE, DEFAULT),
    "accept_report": (_("Accept or return the report"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "report_again": (_("Report again"), 10, WORKDAY, "sign", OFFICE, DEFAULT),
    "issue_proposed_fix": (_("Decide on the proposed notice"), 2, WORKDAY, "lead", OFFICE, DEFAULT),
    "use_sheet": (_("Put the score sheet in use"), 20, WORKDAY, "direct", OFFICE, DEFAULT),
    "score_office": (_("Give the points of the office"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "score_bodies": (_("Give the points of the departments"), 10, WORKDAY, "supervise", OFFICE, DEFAULT),
    "propose_grade": (_("Propose the grade of the rectification"), 5, WORKDAY, "direct", OFFICE, DEFAULT),
    "confirm_grade": (_("Have the leading group confirm the grade"), 20, WORKDAY, "oversee", OFFICE, DEFAULT),
    "answer_objection": (_("Answer the objection of the unit"), 10, WORKDAY, "direct", OFFICE, DEFAULT),
    "close_survey": (_("Close the satisfaction survey"), 0, CHOSEN, "oversee", _("slips of the survey"), DEFAULT),
    "disclose_inside": (_("Tell the Party members what was put right"), 10, WORKDAY, "respond", OFFICE, DEFAULT),
    "disclose_public": (_("Tell the public what was put right"), 20, WORKDAY, "respond", OFFICE, DEFAULT),
    "approve_disclosure": (_("Approve what is to be published"), 5, WORKDAY, "direct", OFFICE, DEFAULT),
    "sign_for_fix": (_("Sign for the notice"), 2, WORKDAY, "sign", OFFICE, DEFAULT),
    "fix": (_("Put right at once"), 0, CHOSEN, "respond", _("notice of the team"), DEFAULT),
    "fix_again": (_("Put right what is missing"), 5, WORKDAY, "respond", OFFICE, DEFAULT),
    "verify_fix": (_("Verify the fix"), 3, WORKDAY, "lead", OFFICE, DEFAULT),
    "judge_cluster": (_("Judge whether it is common"), 20, WORKDAY, "oversee", OFFICE, DEFAULT),
    "verify_common": (_("Verify that the problem is common"), 10, WORKDAY, "direct", OFFICE, DEFAULT),
    "report_common": (_("Report the common problem"), 20, WORKDAY, "oversee", OFFICE, DEFAULT),
    "assign_common": (_("Give the common problem to departments"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "follow_common": (_("Follow the common problem up"), 20, WORKDAY, "oversee", OFFICE, DEFAULT),
    "assess_common": (_("Assess what came of the common problem"), 3, MONTH, "oversee", OFFICE, DEFAULT),
    "close_common": (_("Close the common problem"), 10, WORKDAY, "direct", OFFICE, DEFAULT),
    "sign_task": (_("Sign for the task"), 3, WORKDAY, "handle", OFFICE, DEFAULT),
    "do_task": (_("Answer the task"), 0, CHOSEN, "handle", _("task of the office"), DEFAULT),
    "task_again": (_("Do what is missing of the task"), 10, WORKDAY, "handle", OFFICE, DEFAULT),
    "accept_task": (_("Accept or return the answer to the task"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "sign_suggestion": (_("Sign for the suggestion letter"), 3, WORKDAY, "handle", OFFICE, DEFAULT),
    "answer_suggestion": (_("Answer the suggestion letter"), 0, CHOSEN, "handle", _("letter of the office"), DEFAULT),
    "suggestion_again": (_("Answer the suggestion letter again"), 10, WORKDAY, "handle", OFFICE, DEFAULT),
    "judge_suggestion": (_("Accept or return the answer to the letter"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "confirm_institution": (_("Check the institution"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
    "institution_again": (_("Correct the institution"), 10, WORKDAY, "handle", OFFICE, DEFAULT),
    "sign_self_check": (_("Sign for the list"), 3, WORKDAY, "respond", OFFICE, DEFAULT),
    "do_self_check": (_("Return the self-check"), 0, CHOSEN, "respond", _("letter of the office"), DEFAULT),
    "self_check_again": (_("Look again at what is missing"), 10, WORKDAY, "respond", OFFICE, DEFAULT),
    "read_self_check": (_("Read the self-check"), 10, WORKDAY, "oversee", OFFICE, DEFAULT),
}

#: the regulations say that it is published, and no day
PUBLISHED = _("Regulations of 2015/2017, Article 32; the days are the office's own")
#: rules that no date begins with: they say how long something may be late, or which day a draft proposes
COUNTED = (
    "ladder_begins",
    "ladder_supervision",
    "ladder_guidance",
    "ladder_reminder",
    "ladder_warning",
    "ladder_account",
)

#: rules that are counted back from a day that was set: the first day of the stay, of the visit
COUNTED_BACK = ("notify_unit", "prepare_visit")

#: what a profile says differently: (profile, code) → (amount, unit, basis, certainty)
BY_PROFILE = {
    ("2017", "rectification_report"): (2, MONTH, _("Regulations of 2015/2017, Article 27"), LAW),
    ("2017", "reply"): (3, MONTH, _("Regulations of 2015/2017, Article 29"), LAW),
    ("2017", "disclose_inside"): (10, WORKDAY, PUBLISHED, DEFAULT),
    ("2017", "disclose_public"): (20, WORKDAY, PUBLISHED, DEFAULT),
    ("2024", "rectification_report"): (6, MONTH, _("to be checked by the office"), DEFAULT),
}

#: days after the due day → (name, tone, words told beside the one who must act)
RUNGS = {
    -20: (_("20 days left"), "green", ""),
    -10: (_("10 days left"), "yellow", "lead sign"),
    0: (_("due today"), "yellow", "sign"),
    1: (_("late"), "red", "oversee sign lead"),
    10: (_("10 days late"), "red", "oversee direct sign"),
    30: (_("30 days late"), "red", "direct observe sign"),
}


def load(**_signal) -> None:
    """Make what is missing; change nothing that is there."""
    Database.objects.get_or_create(id=1)
    profiles = {}
    for code, (name, note, unsure) in PROFILES.items():
        profiles[code], _new = RegulationProfile.objects.get_or_create(
            code=code, defaults={"name": name, "note": note, "to_be_checked": unsure}
        )
    known = set(DeadlineRule.objects.values_list("profile__code", "code"))
    rows = [
        DeadlineRule(
            code=code,
            name=name,
            amount=amount,
            unit=unit,
            direction=BEFORE if code in COUNTED_BACK else AFTER,
            word=word,
            basis=basis,
            certainty=certainty,
        )
        for code, (name, amount, unit, word, basis, certainty) in RULES.items()
        if (None, code) not in known
    ]
    for (profile, code), (amount, unit, basis, certainty) in BY_PROFILE.items():
        name, _amount, _unit, word, _basis, _certainty = RULES[code]
        if (profile, code) not in known:
            rows.append(
                DeadlineRule(
                    profile=profiles[profile],
                    code=code,
                    name=name,
                    amount=amount,
                    unit=unit,
                    word=word,
                    basis=basis,
                    certainty=certainty,
                )
            )
    DeadlineRule.objects.bulk_create(rows)
    for days, (name, tone, words) in RUNGS.items():
        Rung.objects.get_or_create(rule=None, days=days, defaults={"name": name, "tone": tone, "words": words})
