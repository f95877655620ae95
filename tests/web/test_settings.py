from django.conf import settings


def test_policy_allows_nothing_from_elsewhere_and_nothing_inline():
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = {source for directive in allowed.values() for source in directive}
    assert sources == {"'self'", "'none'", "data:"}
    assert (allowed["script-src"], allowed["style-src"]) == (["'self'"], ["'self'"])


def test_every_answer_carries_the_secure_headers(client, db):
    headers = client.get("/account/login/").headers
    assert {
        name: headers[name]
        for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy")
    } == {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    assert headers["Content-Security-Policy"].count("'unsafe") == 0


def test_files_of_people_lie_outside_of_what_is_served():
    private, public = settings.STORAGES["default"]["OPTIONS"]["location"], settings.STATIC_ROOT
    assert (public in private.parents, private in public.parents, private == public) == (False, False, False)
