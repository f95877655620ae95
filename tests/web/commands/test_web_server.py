from sandan.web.commands.web_server import options


def test_options_without_a_proxy_trust_no_forwarded_header():
    plain = options(socket=3, workers=2, https=False)
    assert (plain["secure_scheme_headers"], plain["forwarded_allow_ips"]) == ({}, "")


def test_options_behind_a_proxy_trust_this_machine():
    behind = options(socket=3, workers=2, https=True)
    assert behind["secure_scheme_headers"] == {"X-FORWARDED-PROTO": "https"}
    assert behind["forwarded_allow_ips"] == "127.0.0.1,::1"
    assert (behind["bind"], behind["workers"]) == ("fd://3", 2)
