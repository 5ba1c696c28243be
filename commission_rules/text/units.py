"""Units in their plural forms (CLDR); German in the dative, Arabic after a preposition."""

from __future__ import annotations

UNITS: dict[str, dict[str, dict[str, str]]] = {
    "en": {
        "day": {"one": "{n} day", "other": "{n} days"},
        "month": {"one": "{n} month", "other": "{n} months"},
        "second": {"one": "{n} second", "other": "{n} seconds"},
        "period": {"one": "{n} period", "other": "{n} periods"},
        "sale": {"one": "first sale", "other": "first {n} sales"},
        "event": {"one": "one event", "other": "{n} events"},
        "digit": {"one": "{n} decimal digit", "other": "{n} decimal digits"},
    },
    "de": {
        "day": {"one": "{n} Tag", "other": "{n} Tagen"},
        "month": {"one": "{n} Monat", "other": "{n} Monaten"},
        "second": {"one": "{n} Sekunde", "other": "{n} Sekunden"},
        "period": {"one": "{n} Zeitraum", "other": "{n} Zeiträumen"},
        "sale": {"one": "der erste Verkauf", "other": "die ersten {n} Verkäufe"},
        "event": {"one": "ein Ereignis", "other": "{n} Ereignisse"},
        "digit": {"one": "{n} Nachkommastelle", "other": "{n} Nachkommastellen"},
    },
    "ar": {
        "day": {"one": "يوم واحد", "two": "يومين", "few": "{n} أيام", "many": "{n} يومًا",
                "other": "{n} يوم"},
        "month": {"one": "شهر واحد", "two": "شهرين", "few": "{n} أشهر", "many": "{n} شهرًا",
                  "other": "{n} شهر"},
        "second": {"one": "ثانية واحدة", "two": "ثانيتين", "few": "{n} ثوانٍ", "many": "{n} ثانية",
                   "other": "{n} ثانية"},
        "period": {"one": "فترة واحدة", "two": "فترتين", "few": "{n} فترات", "many": "{n} فترة",
                   "other": "{n} فترة"},
        "sale": {"one": "أول عملية بيع", "two": "أول عمليتي بيع", "few": "أول {n} عمليات بيع",
                 "many": "أول {n} عملية بيع", "other": "أول {n} عملية بيع"},
        "event": {"one": "حدث واحد", "two": "حدثين", "few": "{n} أحداث", "many": "{n} حدثًا",
                  "other": "{n} حدث"},
        "digit": {"one": "منزلة عشرية واحدة", "two": "منزلتين عشريتين",
                  "few": "{n} منازل عشرية", "many": "{n} منزلة عشرية", "other": "{n} منزلة عشرية"},
    },
}  # fmt: skip
