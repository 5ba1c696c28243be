"""What the demo's people wrote into the portal: rules, news, messages, cases, applications."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pipelines.demo.calendar import CLOCK
from pipelines.demo.people import password_made
from pipelines.demo.world import PROGRAMS
from pipelines.lib import portal_gateway

MANAGER = "marek@openbook.example"
COMPLIANCE = "salma@openbook.example"
PARTNER = "nadia@partner.example"
MASTER = "tomas@master.example"
PLANS = {
    "larkspur": "ib_standard",
    "brightspin": "cpa_standard",
    "summit": "challenge_share",
    "ledgerly": "recurring",
}
AUTOMATIC = ("summit", "ledgerly")
TERMS = {
    "en": (
        "Partner terms",
        "You promote the program honestly and in your own name.\n\n"
        "You are paid by the deal that you see under My terms; nothing else counts.\n\n"
        "A change of these terms is announced 14 days before, and accepted anew.",
    ),
    "de": (
        "Partnerbedingungen",
        "Sie werben für das Programm ehrlich und in eigenem Namen.\n\n"
        "Bezahlt werden Sie nach der Vereinbarung unter Meine Konditionen; sonst zählt nichts.\n\n"
        "Eine Änderung wird 14 Tage vorher angekündigt und neu angenommen.",
    ),
    "ar": (
        "شروط الشركاء",
        "تروّج للبرنامج بصدق وباسمك.\n\n"
        "يُدفع لك وفق الاتفاق المبيّن في شروطي، ولا يُحتسب غيره.\n\n"
        "يُعلن عن أي تغيير قبل 14 يومًا ويُقبل من جديد.",
    ),
}
RULES = {
    "en": (
        "Promotion rules",
        "No promise of profit, no pressure, nobody under 18.\n\n"
        "Every page carries the disclosure of its country. Brand names stay out of paid search.",
    ),
    "de": (
        "Werberegeln",
        "Kein Gewinnversprechen, kein Druck, niemand unter 18.\n\n"
        "Jede Seite trägt den Hinweis ihres Landes. Markennamen gehören nicht in Suchanzeigen.",
    ),
    "ar": (
        "قواعد الترويج",
        "لا وعد بالربح، ولا ضغط، ولا أحد دون 18 عامًا.\n\n"
        "تحمل كل صفحة إفصاح بلدها. لا تُستخدم أسماء العلامة في إعلانات البحث.",
    ),
}
WORDS = {
    "forex": (
        ("risk free", "No trade is without risk", "everywhere"),
        ("guaranteed profit", "Nobody can promise it", "everywhere"),
        ("larkspur", "Our own name in paid search", "ads"),
    ),
    "igaming": (
        ("free money", "A bonus has conditions", "everywhere"),
        ("sure win", "Nobody can promise it", "everywhere"),
        ("brightspin", "Our own name in paid search", "ads"),
    ),
    "prop": (("easy funding", "A challenge can be failed", "everywhere"),),
    "software": (("official", "You are a partner, not the maker", "domain"),),
}
DISCLOSURES = {
    "forex": (
        ("", "en", "Trading leveraged products carries a high risk of losing money."),
        ("DE", "de", "Der Handel mit gehebelten Produkten birgt ein hohes Verlustrisiko."),
        ("ES", "es", "Operar con productos apalancados conlleva un alto riesgo de pérdida."),
    ),
    "igaming": (
        ("", "en", "18+. Play responsibly. Terms apply."),
        ("DE", "de", "Ab 18. Glücksspiel kann süchtig machen. Hilfe unter check-dein-spiel.de."),
    ),
    "prop": (("", "en", "Most participants do not pass the challenge."),),
    "software": (("", "en", "I earn a commission when you buy through this link."),),
}


def create() -> None:
    """Everything of this module, as of the demo's clock."""
    for program in PROGRAMS:
        _program(program.program_id, program.vertical)
    _news()
    _aurel()
    _applicants()


def _program(program_id: str, vertical: str) -> None:
    portal_gateway.admission_set(
        author="setup", program_id=program_id, is_open=True,
        is_automatic=program_id in AUTOMATIC, plan_id=PLANS[program_id],
        landing_url=f"https://{program_id}.example/start", threshold_minor=10000,
    )  # fmt: skip
    for document_id, kind, texts in (("terms", "terms", TERMS), ("promotion", "rules", RULES)):
        _write(
            "document_publish", program_id, document_id=document_id, kind=kind,
            valid_from=date(2026, 10, 1),
            texts={code: {"title": title, "text": text} for code, (title, text) in texts.items()},
        )  # fmt: skip
    for phrase, reason, scope in WORDS[vertical]:
        _write("keyword_add", program_id, phrase=phrase, reason=reason, scope=scope)
    for country, language, text in DISCLOSURES[vertical]:
        _write("disclosure_set", program_id, country=country, language=language, text=text)


def _news() -> None:
    portal_gateway.announcement_publish(
        author=MANAGER, program_id="larkspur", until=CLOCK.date() + timedelta(days=30),
        texts={
            "en": {"title": "Metals quoted with a third digit from Monday",
                   "text": "Spreads on gold and silver fall. Your rate per lot stays as it is."},
            "de": {"title": "Metalle ab Montag mit dritter Nachkommastelle",
                   "text": "Die Spreads auf Gold und Silber fallen. Ihr Satz je Lot bleibt."},
            "ar": {"title": "تسعير المعادن بخانة ثالثة ابتداءً من الاثنين",
                   "text": "تنخفض فروق الذهب والفضة، ويبقى سعرك لكل لوت كما هو."},
        },
    )  # fmt: skip


def _aurel() -> None:
    """The life of the demo's partner: a message, a claim, a finding."""
    own = {"program_id": "larkspur", "partner_id": "P-2002"}
    portal_gateway.message_write(
        author=PARTNER, side="partner", text="Can we talk about a higher rate for metals?", **own
    )
    portal_gateway.message_write(
        author=MANAGER, side="operator", **own,
        text="Gladly. Bring 400 lots in November and I will put it to my side.",
    )  # fmt: skip
    case_id = portal_gateway.claim_open(
        person=PARTNER, on=date(2026, 10, 14), account_tail="318", **own,
        text="He wrote to me that he opened his account on that day.",
    )  # fmt: skip
    portal_gateway.case_write(
        author=MANAGER, case_id=case_id, side="operator", **own,
        text="Which e-mail did he use to write to you? The first letters are enough.",
    )  # fmt: skip
    _write(
        "finding_open", "larkspur", partner_id="P-2002", severity="warning",
        title="The risk warning is missing on two pages", url="https://aurel.example/gold",
        text="Put the disclosure of the country above the first link on /gold and /silver.",
        due_on=CLOCK.date() + timedelta(days=7),
    )  # fmt: skip


def _applicants() -> None:
    for program_id, master_id, name, contact, country, traffic in (
        ("larkspur", "", "Quill & Compass", "Ada Quill", "ES", ["website", "video"]),
        ("larkspur", "P-2001", "Fjord Traders", "Leif Aas", "NO", ["community"]),
        ("brightspin", "", "Lucky Letter", "Mia Roth", "DE", ["email"]),
    ):
        portal_gateway.application_hand_in(
            program_id=program_id, password=password_made(), master_id=master_id,
            answers={
                "kind": "company", "name": name, "contact_name": contact, "country": country,
                "email": f"{contact.split()[0].lower()}@{name.split()[0].lower()}.example",
                "traffic": traffic, "audience": "Private traders who read before they act",
            },
        )  # fmt: skip


def _write(what: str, program_id: str, **fields: Any) -> None:
    portal_gateway.compliance_write(what, author=COMPLIANCE, program_id=program_id, **fields)
