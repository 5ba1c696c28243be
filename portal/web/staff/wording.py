"""Words that partners must not use, and the sentences that their pages must carry."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.compliance.models import Disclosure, Keyword
from portal.compliance.selectors import disclosures_list, keywords_list
from portal.compliance.services import (
    disclosure_remove,
    disclosure_set,
    keyword_add,
    keyword_remove,
)
from portal.partners.authors import Author
from portal.web.base import fields
from portal.web.staff.frame import DOCUMENT_READERS, DOCUMENT_WRITERS, Desk, needs, staff_page

SCOPES = {
    "everywhere": lazy("everywhere"),
    "ads": lazy("in paid search"),
    "domain": lazy("in domain names"),
}


class KeywordForm(forms.Form):
    """A phrase that must not be used; one that exists gets the new reason."""

    phrase = forms.CharField(label=lazy("Word or phrase"), max_length=80, widget=fields.text())
    scope = forms.ChoiceField(
        label=lazy("Not to be used"), choices=list(SCOPES.items()), widget=fields.choice()
    )
    reason = forms.CharField(
        label=lazy("Why, as partners read it"), max_length=200, widget=fields.lines()
    )


class DisclosureForm(forms.Form):
    """The sentence of a country in a language; the same pair again replaces it."""

    country = forms.RegexField(
        r"^([A-Za-z]{2})?$", label=lazy("Country, two letters; empty: every other"),
        required=False, widget=fields.text(dir="ltr", placeholder="DE", maxlength="2"),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=lazy("Language"), choices=settings.LANGUAGES, widget=fields.choice()
    )
    text = forms.CharField(
        label=lazy("What the page must say"), max_length=2000, widget=fields.lines(dir="auto")
    )


@staff_page(*DOCUMENT_READERS)
def wording(desk: Desk) -> HttpResponseBase:
    """Both lists with a form each."""
    return _page(desk, KeywordForm(), DisclosureForm())


@staff_page(*DOCUMENT_WRITERS, methods=("POST",))
def word_add(desk: Desk) -> HttpResponseBase:
    """A word that must not be used from now on."""
    form = KeywordForm(desk.request.POST)
    if not form.is_valid():
        return _page(desk, form, DisclosureForm(), status=422)
    keyword_add(by=Author.of(desk.user), program=desk.program, **form.cleaned_data)
    messages.success(desk.request, _("Added: the partners' checker finds it from now on."))
    return HttpResponseRedirect(desk.url("wording"))


@staff_page(*DOCUMENT_WRITERS, methods=("POST",))
def word_remove(desk: Desk, keyword_id: int) -> HttpResponseBase:
    """Allow a word again, with a reason."""
    found: Keyword | None = keywords_list(desk.program.program_id).filter(pk=keyword_id).first()
    if found is None:
        raise Http404
    if reason := _reason(desk):
        keyword_remove(by=Author.of(desk.user), keyword=found, reason=reason)
        messages.success(desk.request, _("Allowed again."))
    return HttpResponseRedirect(desk.url("wording"))


@staff_page(*DOCUMENT_WRITERS, methods=("POST",))
def sentence_set(desk: Desk) -> HttpResponseBase:
    """What pages for a country must say, in a language."""
    form = DisclosureForm(desk.request.POST)
    if not form.is_valid():
        return _page(desk, KeywordForm(), form, status=422)
    disclosure_set(by=Author.of(desk.user), program=desk.program, **form.cleaned_data)
    messages.success(desk.request, _("Saved: partners read it under Compliance."))
    return HttpResponseRedirect(desk.url("wording"))


@staff_page(*DOCUMENT_WRITERS, methods=("POST",))
def sentence_remove(desk: Desk, disclosure_id: int) -> HttpResponseBase:
    """A sentence that is asked for no more, with a reason."""
    own = disclosures_list(desk.program.program_id)
    found: Disclosure | None = own.filter(pk=disclosure_id).first()
    if found is None:
        raise Http404
    if reason := _reason(desk):
        disclosure_remove(by=Author.of(desk.user), disclosure=found, reason=reason)
        messages.success(desk.request, _("Removed."))
    return HttpResponseRedirect(desk.url("wording"))


def _reason(desk: Desk) -> str:
    reason = desk.request.POST.get("reason", "").strip()[:300]
    if not reason:
        messages.error(desk.request, _("Say why: it stands in the audit."))
    return reason


def _page(
    desk: Desk, words: KeywordForm, sentences: DisclosureForm, status: int = 200
) -> HttpResponseBase:
    names = dict(settings.LANGUAGES)
    context = {
        "words": [
            {"word": word, "scope": SCOPES.get(word.scope, word.scope),
             "remove_url": desk.url("wording_word_remove", keyword_id=word.pk)}
            for word in keywords_list(desk.program.program_id)
        ],
        "sentences": [
            {"sentence": one, "language": names.get(one.language, one.language),
             "remove_url": desk.url("wording_sentence_remove", disclosure_id=one.pk)}
            for one in disclosures_list(desk.program.program_id)
        ],
        "word_form": words, "sentence_form": sentences,
        "word_url": desk.url("wording_word_add"),
        "sentence_url": desk.url("wording_sentence_set"),
        "may_write": desk.has_role(*DOCUMENT_WRITERS), "who_may": needs(*DOCUMENT_WRITERS),
        "back_url": desk.url("documents"), "nav_current": "staff:documents",
    }  # fmt: skip
    return desk.render("staff/documents/wording.html", context, status=status)
