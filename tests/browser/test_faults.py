"""Nothing that goes wrong in the browser stays unseen."""

import pytest

pytestmark = pytest.mark.browser

LOGIN = "/accounts/login/"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("const s = document.createElement('script'); s.textContent = '1'; document.body.append(s)", "CSP: script-src"),
        ("document.body.setAttribute('style', 'color: red')", "CSP: style-src"),
        ("const i = document.createElement('img'); i.src = '/nowhere.png'; document.body.append(i)", "404"),
        ("fetch('http://192.0.2.1/').catch(() => null)", "CSP: connect-src"),
        ("setTimeout(() => { throw Error('broken') })", "script: broken"),
        ("console.error('complaint')", "console: complaint"),
    ],
)
def test_a_fault_fails_the_test_unless_it_is_expected(page, faults, wrong, told):
    page.goto(LOGIN)
    assert faults.unexpected() == []
    page.evaluate(f"() => {{ {wrong} }}")
    page.wait_for_timeout(300)
    assert told in "\n".join(faults.unexpected())
    faults.expect(".")


def test_a_page_that_breaks_wcag_is_noticed(page, axe):
    page.goto(LOGIN)
    page.evaluate("document.body.append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)
