"""Who reaches which address, by its name (namespace:name). Everything else is undeclared."""

from __future__ import annotations

from portal.policy.api_routes import API
from portal.policy.rules import Rule, desk, partner, person, public, staff
from portal.policy.tenancy import TENANCY

WRITERS = ("owner", "finance", "marketing")
PROMOTERS = ("owner", "marketing")
MONEY = ("owner", "finance", "read_only")
ASKERS = ("owner", "finance")
PAYOUT_READERS = ("finance_maker", "finance_checker", "manager", "compliance", "administrator")
INVOICE_DECIDERS = ("finance_maker", "finance_checker", "administrator")
REVIEW_READERS = PAYOUT_READERS
REVIEW_DECIDERS = ("compliance", "manager")
ADJUSTMENT_READERS = ("manager", "finance_maker", "finance_checker", "administrator")

APPLICATION_READERS = ("manager", "compliance", "administrator")
CASE_DECIDERS = ("manager", "compliance", "administrator")

EVERY_ROLE = (
    "manager", "compliance", "finance_maker", "finance_checker", "analyst", "administrator",
)  # fmt: skip
DEAL_PROPOSERS = ("manager", "administrator")
PARTNER_WRITERS = ("manager", "compliance", "administrator")
PARTNER_DECIDERS = ("compliance", "administrator")

ACCOUNT: dict[str, Rule] = {
    "account_login": public(),
    "account_logout": public(),
    "account_inactive": public(),
    "account_signup": public(),
    "account_reset_password": public(),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(),
    "account_reset_password_from_key_done": public(),
    "mfa_authenticate": public(),
    "account_reauthenticate": person(),
    "account_change_password": person(),
    "account_email": person(),
    "account_email_verification_sent": public(),
    "account_confirm_email": public(),
    "session_end": person(is_deed=True),
    "mfa_list_webauthn": person(),
    "mfa_add_webauthn": person(),
    "mfa_edit_webauthn": person(),
    "mfa_remove_webauthn": person(),
    "mfa_reauthenticate_webauthn": person(),
    "mfa_login_webauthn": public(),
    "account_set_password": person(),
    "mfa_index": person(),
    "mfa_reauthenticate": person(),
    "mfa_activate_totp": person(),
    "mfa_deactivate_totp": person(),
    "mfa_view_recovery_codes": person(),
    "mfa_generate_recovery_codes": person(),
    "mfa_download_recovery_codes": person(),
    "usersessions_list": person(),
    "step_up": person(),
    "set_language": public(is_deed=True),
    "set_theme": public(is_deed=True),
    "set_keys": public(is_deed=True),
}

# The provider's own addresses judge for themselves: client, code, token.
IDENTITY: dict[str, Rule] = {
    "identity/o/authorize": public(),
    "idp:oidc:configuration": public(),
    "idp:oidc:jwks": public(),
    "idp:oidc:authorization": public(),
    "idp:oidc:device_authorization": person(),
    "idp:oidc:logout": public(),
    "idp:oidc:token": public(is_deed=True),
    "idp:oidc:revoke": public(is_deed=True),
    "idp:oidc:device_code": public(is_deed=True),
    "idp:oidc:userinfo": public(),
    "session_check": public(),
    "identity_check": public(is_deed=True),  # judges for itself: the source's signature
    "healthz": public(),
    "styleguide": public(),  # 404 unless OPENBOOK_DEBUG is on
    "creative_image": public(),
    "brand_sheet": public(),
    "brand_logo": public(),
}

ENTRANCE: dict[str, Rule] = {
    "partner:home": person(),
    "partner:apply_programs": public(),
    "partner:apply": public(),
    "partner:apply_verify": public(),
    "partner:invitation": public(),
    "partner:widget": public(),  # its signed token says whose; 404 without one
    "partner:application": person(),
    "partner:application_files": person(is_deed=True),
    "partner:application_submit": person(is_deed=True),
}

PARTNER: dict[str, Rule] = {
    "partner:overview": partner(),
    "partner:reports": partner(),
    "partner:reports_csv": partner(),
    "partner:reports_xlsx": partner(),
    "partner:reports_parquet": partner(),
    "partner:reports_open": partner(),
    "partner:reports_save": partner(*WRITERS, is_deed=True),
    "partner:reports_remove": partner(*WRITERS, is_deed=True),
    "partner:commissions": partner(),
    "partner:commissions_unpaid": partner(),
    "partner:commissions_find": partner(),
    "partner:commissions_why": partner(),
    "partner:commissions_why_not": partner(),
    "partner:statements": partner(),
    "partner:statements_one": partner(),
    "partner:statements_csv": partner(),
    "partner:statements_accept": partner(*ASKERS, is_deed=True),
    "partner:payments": partner(*MONEY),
    "partner:payments_method": partner("owner"),
    "partner:payments_method_cancel": partner("owner", "finance", is_deed=True),
    "partner:payments_request": partner(*ASKERS),
    "partner:payments_request_cancel": partner(*ASKERS, is_deed=True),
    "partner:payments_schedule": partner("owner", is_deed=True),
    "partner:payments_invoice": partner(*ASKERS),
    "partner:payments_invoice_file": partner(*MONEY),
    "partner:payments_invoice_withdraw": partner(*ASKERS, is_deed=True),
    "partner:links": partner(),
    "partner:links_csv": partner(),
    "partner:links_one": partner(),
    "partner:links_qr": partner(),
    "partner:links_new": partner(*PROMOTERS),
    "partner:links_bulk": partner(*PROMOTERS),
    "partner:links_test": partner(*PROMOTERS, is_deed=True),
    "partner:links_archive": partner(*PROMOTERS, is_deed=True),
    "partner:creatives": partner(),
    "partner:creatives_one": partner(),
    "partner:creatives_file": partner(),
    "partner:developers": partner(),
    "partner:developers_hooks": partner(),
    "partner:developers_received": partner(),
    "partner:developers_revoke": partner(is_deed=True),
    "partner:hooks_remove": partner(*PROMOTERS, is_deed=True),
    "partner:hooks_test": partner(*PROMOTERS, is_deed=True),
    "partner:hooks_repeat": partner(*PROMOTERS, is_deed=True),
    "partner:clients": partner(),
    "partner:clients_csv": partner(),
    "partner:cases": partner(),
    "partner:cases_one": partner(),
    "partner:cases_evidence": partner(),
    "partner:cases_claim": partner(*WRITERS),
    "partner:cases_dispute": partner(*WRITERS),
    "partner:cases_statement": partner(*WRITERS),
    "partner:cases_write": partner(*WRITERS, is_deed=True),
    "partner:cases_withdraw": partner(*WRITERS, is_deed=True),
    "partner:terms": partner(),
    "partner:terms_ask": partner(*WRITERS, is_deed=True),
    "partner:terms_answer": partner(),
    "partner:network": partner(),
    "partner:network_csv": partner(),
    "partner:network_invite": partner("owner", is_deed=True),
    "partner:network_decide": partner("owner", is_deed=True),
    "partner:network_share": partner("owner", is_deed=True),
    "partner:network_message": partner("owner", is_deed=True),
    "partner:compliance": partner(),
    "partner:compliance_check": partner(is_deed=True),
    "partner:compliance_document": partner(),
    "partner:compliance_file": partner(),
    "partner:compliance_evidence": partner(),
    "partner:compliance_accept": partner(*WRITERS, is_deed=True),
    "partner:compliance_answer": partner(*WRITERS, is_deed=True),
    "partner:help": partner(),
    "partner:help_read": partner(is_deed=True),
    "partner:help_write": partner(*WRITERS, is_deed=True),
    "partner:settings": partner(),
    "partner:settings_profile": partner(is_deed=True),
    "partner:settings_mails": partner(is_deed=True),
    "partner:team": partner(),
    "partner:team_invite": partner("owner", is_deed=True),
    "partner:team_change": partner("owner", is_deed=True),
    "partner:team_withdraw": partner("owner", is_deed=True),
}

STAFF: dict[str, Rule] = {
    "staff:home": desk(),
    "staff:payouts": staff(*PAYOUT_READERS),
    "staff:payouts_batch": staff(*PAYOUT_READERS),
    "staff:payouts_download": staff(*PAYOUT_READERS),
    "staff:payouts_evidence": staff(*PAYOUT_READERS),
    "staff:payouts_token": staff(*PAYOUT_READERS, is_deed=True),
    "staff:payouts_withdraw": staff(*PAYOUT_READERS, is_deed=True),
    "staff:reviews": staff(*REVIEW_READERS),
    "staff:reviews_case": staff(*REVIEW_READERS),
    "staff:reviews_place": staff(*REVIEW_DECIDERS, is_deed=True),
    "staff:reviews_decide": staff(*REVIEW_DECIDERS, is_deed=True),
    "staff:adjustments": staff(*ADJUSTMENT_READERS),
    "staff:adjustments_propose": staff(*ADJUSTMENT_READERS, is_deed=True),
    "staff:adjustments_decide": staff(
        "finance_checker", "finance_maker", "administrator", is_deed=True
    ),
    "staff:applications": staff(*APPLICATION_READERS),
    "staff:applications_one": staff(*APPLICATION_READERS),
    "staff:applications_file": staff(*APPLICATION_READERS),
    "staff:applications_decide": staff(*APPLICATION_READERS, is_deed=True),
    "staff:cases": staff(*REVIEW_READERS),
    "staff:cases_one": staff(*REVIEW_READERS),
    "staff:cases_evidence": staff(*REVIEW_READERS),
    "staff:cases_answer": staff(*CASE_DECIDERS, is_deed=True),
    "staff:widget": staff("administrator"),
    "staff:invoices": staff(*PAYOUT_READERS),
    "staff:invoices_file": staff(*PAYOUT_READERS),
    "staff:invoices_decide": staff(*INVOICE_DECIDERS, is_deed=True),
    "staff:deals": staff(*EVERY_ROLE),
    "staff:deals_one": staff(*EVERY_ROLE),
    "staff:deals_new": staff(*DEAL_PROPOSERS),
    "staff:deals_change": staff(*DEAL_PROPOSERS),
    "staff:deals_end": staff(*DEAL_PROPOSERS),
    "staff:deals_proposal": staff(*EVERY_ROLE),
    "staff:deals_proposal_effect": staff(*EVERY_ROLE),
    "staff:deals_proposal_decide": staff(*DEAL_PROPOSERS, is_deed=True),
    "staff:partners": staff(*EVERY_ROLE),
    "staff:partners_one": staff(*EVERY_ROLE),
    "staff:partners_manager": staff(*PARTNER_WRITERS, is_deed=True),
    "staff:partners_standing": staff(*PARTNER_DECIDERS, is_deed=True),
    "staff:partners_identity": staff(*PARTNER_DECIDERS, is_deed=True),
    "staff:partners_own": staff(*PARTNER_DECIDERS, is_deed=True),
    "staff:partners_note": staff(*PARTNER_WRITERS, is_deed=True),
    "staff:partners_view": staff(*PARTNER_WRITERS, is_deed=True),
    "staff:partners_view_end": staff(*PARTNER_WRITERS, is_deed=True),
    "staff:close": staff("finance_maker", "finance_checker", "administrator"),
    **TENANCY,
    "staff:audit": staff("compliance", "finance_checker", "administrator"),
    "staff:audit_csv": staff("compliance", "finance_checker", "administrator"),
    "staff:feeds": staff(*EVERY_ROLE),
}

ROUTES: dict[str, Rule] = {**ACCOUNT, **IDENTITY, **API, **ENTRANCE, **PARTNER, **STAFF}
