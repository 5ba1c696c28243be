"""Fields of the API about networks, conduct and messages, as in `api_fields.py`."""

from __future__ import annotations


def fields_by_kind(**kinds: str) -> dict[str, str]:
    """{field: kind} from names by kind."""
    return {name: kind for kind, names in kinds.items() for name in names.split()}


CONDUCT: dict[str, dict[str, str]] = {
    "Announcement": fields_by_kind(
        program="announcement_id title text at",
    ),
    "Announcements": fields_by_kind(
        program="items",
    ),
    "Applicant": fields_by_kind(
        own="application_id name kind country website traffic audience state reason "
        "submitted_at decided_at",
    ),
    "Applicants": fields_by_kind(
        own="items",
    ),
    "Attachment": fields_by_kind(
        own="file_no name size added_at",
    ),
    "DecisionIn": fields_by_kind(
        own="approve reason",
    ),
    "Disclosure": fields_by_kind(
        program="country language text",
    ),
    "Disclosures": fields_by_kind(
        program="items",
    ),
    "Document": fields_by_kind(
        own="accepted_at",
        program="document_id version_no kind must_accept title text file_name",
    ),
    "Documents": fields_by_kind(
        own="items",
    ),
    "Finding": fields_by_kind(
        own="finding_id severity title text url state opened_at due_on closed_at outcome "
        "outcome_text replies files",
    ),
    "Findings": fields_by_kind(
        own="items",
    ),
    "InviteLink": fields_by_kind(
        own="url",
    ),
    "Messages": fields_by_kind(
        own="items",
        message="next_cursor",
    ),
    "Network": fields_by_kind(
        own="items share_lowest share_highest",
    ),
    "NetworkMessageIn": fields_by_kind(
        own="text partner_id",
    ),
    "NetworkPartner": fields_by_kind(
        own="partner_id name parent_partner_id depth status since share volumes",
    ),
    "Notice": fields_by_kind(
        own="code text path at is_read",
    ),
    "Notices": fields_by_kind(
        own="items",
        message="next_cursor",
    ),
    "OpenTerm": fields_by_kind(
        own="deal_id path component_id now lowest highest",
    ),
    "OpenTerms": fields_by_kind(
        own="items",
    ),
    "Reply": fields_by_kind(
        own="side author text at",
    ),
    "Sent": fields_by_kind(
        message="count",
    ),
    "ShareIn": fields_by_kind(
        own="share",
    ),
    "ShareSet": fields_by_kind(
        own="partner_id share valid_from",
    ),
    "TextIn": fields_by_kind(
        own="text",
    ),
    "Volume": fields_by_kind(
        own="earned clients lots",
    ),
    "WhatIf": fields_by_kind(
        own="calculation_id state failure deal_id facts currency total components terms "
        "own_facts periods not_tried",
    ),
    "WhatIfComponent": fields_by_kind(
        own="component_id amount",
    ),
    "WhatIfIn": fields_by_kind(
        own="facts deal_id terms own_facts",
    ),
    "WhatIfPeriod": fields_by_kind(
        own="period_id before after difference",
    ),
    "Word": fields_by_kind(
        program="phrase scope reason",
    ),
    "WordHit": fields_by_kind(
        own="count excerpt",
        program="phrase reason scope",
    ),
    "WordHits": fields_by_kind(
        own="items",
    ),
    "Words": fields_by_kind(
        program="items",
    ),
    "WordsIn": fields_by_kind(
        own="text",
    ),
}
