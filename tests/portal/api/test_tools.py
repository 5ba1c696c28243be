"""Small things of the pages: test clicks, QR codes, files, words, announcements, invite links."""

from __future__ import annotations

from collections.abc import Callable

from portal import clock
from portal.compliance.models import Keyword
from portal.creatives.models import Creative
from portal.notices.models import Announcement
from portal.onboarding.models import AdmissionPolicy
from portal.partners.models import Program
from tests.portal.api.conftest import Api

Apis = Callable[..., Api]


def test_a_link_is_tried_and_drawn(api_of: Apis) -> None:
    api = api_of("nadia")
    made = api.post("/links", {"destination": "https://larkspur.example/gold"}).json()
    code = made["link_code"]
    assert api.post(f"/links/{code}/test").json()["url"].startswith(f"{made['url']}?ob_test=")
    drawn = api.get(f"/links/{code}/qr")
    assert (drawn["Content-Type"], b"<svg" in drawn.content) == ("image/svg+xml", True)
    stranger = api_of("stranger")
    assert stranger.get(f"/links/{code}/qr").status_code == 404
    assert stranger.post(f"/links/{code}/test").status_code == 404
    assert api_of("nadia", "links:read").post(f"/links/{code}/test").status_code == 403


def test_a_text_is_downloaded_while_it_may_be_used(api_of: Apis) -> None:
    program = Program.objects.get(program_id="larkspur")
    one = Creative.objects.create(program=program, kind="text", title="Gold", language="en",
                                  created_at=clock.now())  # fmt: skip
    one.versions.create(version_no=1, text="Trade gold", published_at=clock.now())
    api, path = api_of("ola"), f"/creatives/{one.public_id}/file"
    assert api.get(path).content == b"Trade gold"
    Creative.objects.filter(pk=one.pk).update(withdrawn_at=clock.now())
    assert api.get(path).status_code == 404
    assert api.get("/creatives/nothing/file").status_code == 404


def test_words_and_announcements_are_read(api_of: Apis) -> None:
    program = Program.objects.get(program_id="larkspur")
    Keyword.objects.create(program=program, phrase="risk free", reason="untrue", scope="ads",
                           added_at=clock.now())  # fmt: skip
    Announcement.objects.create(
        program=program, announcement_id="AN-9", published_at=clock.now(),
        texts={"en": {"title": "Hello", "text": "All"}, "de": {"title": "Hallo", "text": "Alle"}},
    )  # fmt: skip
    api = api_of("ola")
    assert {"phrase": "risk free", "scope": "ads", "reason": "untrue"} in (
        api.get("/words").json()["items"]
    )
    titles = [a["title"] for a in api.get("/announcements", language="de").json()["items"]]
    assert "Hallo" in titles


def test_the_invite_link_is_made_by_owners_and_a_new_one_ends_the_old(api_of: Apis) -> None:
    program = Program.objects.get(program_id="larkspur")
    AdmissionPolicy.objects.filter(program=program).delete()
    api = api_of("mara")
    assert api.post("/network/invite-link").status_code == 404  # the program takes nobody in
    AdmissionPolicy.objects.create(program=program, is_open=True, plan_id="x",
                                   landing_url="https://larkspur.example/")  # fmt: skip
    first = api.post("/network/invite-link").json()["url"]
    assert api.get("/network/invite-link").json() == {"url": first}
    assert "/apply/larkspur/?via=p-2001-" in first
    assert api.post("/network/invite-link").json()["url"] != first
    assert api_of("ola").post("/network/invite-link").status_code == 403
    assert api_of("ola").get("/network/invite-link").json() == {"url": None}
