"""Who reaches the staff's pages about the program itself and what it gives its partners."""

from __future__ import annotations

from portal.policy.rules import Rule, staff

OWNERS = ("administrator",)
READERS = ("manager", "compliance", "administrator")
PUBLISHERS = ("manager", "administrator")
LAWYERS = ("compliance", "administrator")
WATCHERS = ("manager", "compliance")

TENANCY: dict[str, Rule] = {
    "staff:program": staff(*OWNERS),
    "staff:program_change": staff(*OWNERS, is_deed=True),
    "staff:program_new": staff(*OWNERS),
    "staff:look": staff(*OWNERS),
    "staff:look_preview": staff(*OWNERS),
    "staff:look_publish": staff(*OWNERS, is_deed=True),
    "staff:hosts": staff(*OWNERS),
    "staff:hosts_allow": staff(*OWNERS, is_deed=True),
    "staff:hosts_refuse": staff(*OWNERS, is_deed=True),
    "staff:hosts_page_add": staff(*OWNERS, is_deed=True),
    "staff:hosts_page_offer": staff(*OWNERS, is_deed=True),
    "staff:sources": staff(*OWNERS),
    "staff:sources_make": staff(*OWNERS, is_deed=True),
    "staff:sources_renew": staff(*OWNERS, is_deed=True),
    "staff:sources_switch": staff(*OWNERS, is_deed=True),
    "staff:admission": staff(*OWNERS),
    "staff:admission_set": staff(*OWNERS, is_deed=True),
    "staff:roles": staff(*OWNERS),
    "staff:roles_propose": staff(*OWNERS, is_deed=True),
    "staff:roles_decide": staff(*OWNERS, is_deed=True),
    "staff:creatives": staff(*READERS),
    "staff:creatives_one": staff(*READERS),
    "staff:creatives_withdraw": staff(*PUBLISHERS, is_deed=True),
    "staff:documents": staff(*READERS),
    "staff:documents_one": staff(*READERS),
    "staff:documents_file": staff(*READERS),
    "staff:documents_withdraw": staff(*LAWYERS, is_deed=True),
    "staff:wording": staff(*READERS),
    "staff:wording_word_add": staff(*LAWYERS, is_deed=True),
    "staff:wording_word_remove": staff(*LAWYERS, is_deed=True),
    "staff:wording_sentence_set": staff(*LAWYERS, is_deed=True),
    "staff:wording_sentence_remove": staff(*LAWYERS, is_deed=True),
    "staff:announcements": staff(*READERS),
    "staff:announcements_withdraw": staff(*PUBLISHERS, is_deed=True),
    "staff:announcements_tags": staff(*PUBLISHERS, is_deed=True),
    "staff:findings": staff(*READERS),
    "staff:findings_one": staff(*READERS),
    "staff:findings_file": staff(*READERS),
    "staff:findings_raise": staff(*WATCHERS, is_deed=True),
    "staff:findings_answer": staff(*WATCHERS, is_deed=True),
}
