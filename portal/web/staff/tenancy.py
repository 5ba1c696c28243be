"""Addresses of the pages about the program itself and what it gives its partners."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.web.staff import (
    admission,
    announcements,
    branding,
    creatives,
    documents,
    findings,
    hosts,
    program_new,
    programs,
    roles,
    sources,
    wording,
)

_P = "<slug:program_id>/"
_DOCUMENT = _P + "documents/<slug:document_id>/"

PAGES: list[URLPattern] = [
    path(_P + "program/", programs.program, name="program"),
    path(_P + "program/change", programs.change, name="program_change"),
    path(_P + "program/new/", program_new.new, name="program_new"),
    path(_P + "look/", branding.look, name="look"),
    path(_P + "look/<int:version_no>/", branding.preview, name="look_preview"),
    path(_P + "look/<int:version_no>/publish", branding.publish, name="look_publish"),
    path(_P + "hosts/", hosts.hosts, name="hosts"),
    path(_P + "hosts/allow", hosts.allow, name="hosts_allow"),
    path(_P + "hosts/refuse", hosts.refuse, name="hosts_refuse"),
    path(_P + "hosts/pages", hosts.page_add, name="hosts_page_add"),
    path(_P + "hosts/pages/<int:page_id>", hosts.page_offer, name="hosts_page_offer"),
    path(_P + "sources/", sources.sources, name="sources"),
    path(_P + "sources/make", sources.make, name="sources_make"),
    path(_P + "sources/<slug:source_id>/renew", sources.renew, name="sources_renew"),
    path(_P + "sources/<slug:source_id>/switch", sources.switch, name="sources_switch"),
    path(_P + "admission/", admission.admission, name="admission"),
    path(_P + "admission/set", admission.change, name="admission_set"),
    path(_P + "roles/", roles.roles, name="roles"),
    path(_P + "roles/propose", roles.propose, name="roles_propose"),
    path(_P + "roles/<slug:proposal_id>/decide", roles.decide, name="roles_decide"),
    path(_P + "creatives/", creatives.creatives, name="creatives"),
    path(_P + "creatives/<slug:public_id>/", creatives.one, name="creatives_one"),
    path(_P + "creatives/<slug:public_id>/withdraw", creatives.withdraw,
         name="creatives_withdraw"),
    path(_P + "documents/", documents.documents, name="documents"),
    path(_DOCUMENT + "<int:version_no>/", documents.one, name="documents_one"),
    path(_DOCUMENT + "<int:version_no>/file", documents.file, name="documents_file"),
    path(_DOCUMENT + "withdraw", documents.withdraw, name="documents_withdraw"),
    path(_P + "wording/", wording.wording, name="wording"),
    path(_P + "wording/words", wording.word_add, name="wording_word_add"),
    path(_P + "wording/words/<int:keyword_id>/remove", wording.word_remove,
         name="wording_word_remove"),
    path(_P + "wording/sentences", wording.sentence_set, name="wording_sentence_set"),
    path(_P + "wording/sentences/<int:disclosure_id>/remove", wording.sentence_remove,
         name="wording_sentence_remove"),
    path(_P + "announcements/", announcements.announcements, name="announcements"),
    path(_P + "announcements/tags", announcements.tags, name="announcements_tags"),
    path(_P + "announcements/<slug:announcement_id>/withdraw", announcements.withdraw,
         name="announcements_withdraw"),
    path(_P + "findings/", findings.queue, name="findings"),
    path(_P + "findings/raise", findings.raise_one, name="findings_raise"),
    path(_P + "findings/<slug:finding_id>/", findings.one, name="findings_one"),
    path(_P + "findings/<slug:finding_id>/answer", findings.answer, name="findings_answer"),
    path(_P + "findings/<slug:finding_id>/files/<int:evidence_id>", findings.file,
         name="findings_file"),
]  # fmt: skip
