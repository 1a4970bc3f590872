"""The page in a real browser."""

import itertools

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from beian.sweep.outputs import embedded
from beian.sweep.report import Changes
from beian.verdict import Compliance, Verdict
from tests.sweep import reports, samples
from tests.sweep.browsing import browsing
from tests.sweep.conftest import Show, Shown

ROWS = "#list-domains > tbody > tr:not(.detail)"
OPENS = "#list-domains .opens"
TIMED = """
const start = performance.now();
%s
document.body.getBoundingClientRect();
return performance.now() - start;
"""

FAINT = """
const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
const light = (colour) => {
  const [r, g, b] = parts(colour).map((v) =>
    v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (node) => {
  const colour = getComputedStyle(node).backgroundColor;
  return (parts(colour)[3] ?? 1) === 1 ? colour : ground(node.parentElement);
};
const faint = {};
for (const node of document.querySelectorAll('body *')) {
  const written = [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  if (!written || !node.getClientRects().length) continue;
  const drawn = node.namespaceURI.includes('svg');
  const style = getComputedStyle(node);
  const [high, low] = [light(drawn ? style.fill : style.color), light(ground(node))]
    .sort((a, b) => b - a);
  const contrast = (high + 0.05) / (low + 0.05);
  if (contrast < 4.5) faint[`${node.tagName} ${node.className}`] = contrast;
}
return faint;
"""
"""Texts with less contrast than the WCAG ask for (AA)."""


def test_everything_of_a_report_is_on_the_page(show: Show) -> None:
    page = show(samples.sample())
    assert page.text("h1").endswith("12 domains need action")
    assert page.text(".tiles li:nth-child(2) b") == "11"
    assert page.texts("main h2") == [
        "Overview",
        "What changed",
        "Domains",
        "Accounts",
        "What could not be read",
        "Waivers",
    ]
    assert len(page.texts(ROWS)) == 50
    assert page.text("#count") == "96 of 96 domains"
    assert "not eligible" in page.texts(ROWS)[0]
    assert len(page.texts("#list-accounts > tbody > tr")) == 12
    assert len(page.texts(".trend polyline")) == 3
    changed = page.text("#changes")
    for said in ("New 3", "Resolved 2", "Became unknown 2", "Gone 2", "Still there 11"):
        assert said in changed
    assert "old-3.example.cn" in changed
    unread = page.text("#unread")
    assert "Grant ba:DescribeDomainIcpStatus to the execution role." in unread
    assert page.texts("#waivers tbody td:first-child") == [
        "!\nexpired",
        "!\nunused",
        "✓\nactive",
    ]
    assert "168" in page.text("footer")
    assert page.complaints() == []


def test_filters_and_the_search_narrow_the_list(show: Show) -> None:
    page = show(samples.sample())
    page.want("verdict", "blocked")
    assert page.text("#count") == "5 of 96 domains"
    assert all("blocked" in row for row in page.texts(ROWS))
    page.want("text", "数据平台 WWW.")
    assert all("数据平台" in row and "www." in row for row in page.texts(ROWS))
    page.want("text", "no such thing")
    assert page.text("#count") == "0 of 96 domains"
    assert page.text("#nothing") == "No domain fits the filters."
    page.click(".clear")
    assert page.text("#count") == "96 of 96 domains"
    for key, value, count in (
        ("show", "changed", 7),
        ("show", "waived", 6),
        ("show", "problems", 18),
        ("show", "unknown", 6),
        ("compliance", "at_risk", 5),
        ("account", "100000000003", 8),
        ("rule", "domain.status", 22),
    ):
        page.click(".clear")
        page.want(key, value)
        assert page.text("#count") == f"{count} of 96 domains", (key, value)


def test_a_bar_of_a_chart_filters_by_what_it_counts(show: Show) -> None:
    page = show(samples.sample())
    page.click('.bars button[aria-label^="Show only at risk"]')
    assert page.text("#count") == "5 of 96 domains"
    assert page.run("return document.activeElement.id") == "h-domains"


def test_columns_sort_and_pages_turn(show: Show) -> None:
    page = show(samples.sample())
    page.click('[data-sort="domain"]')
    names = page.texts(OPENS)
    assert names == sorted(names)
    sorts = "return document.querySelector('#list-domains th').getAttribute('aria-sort')"
    assert page.run(sorts) == "ascending"
    assert page.run("return document.activeElement.dataset.sort") == "domain"
    page.click('[data-sort="domain"]')
    assert page.run(sorts) == "descending"
    page.click('#domains [data-go="next"]')
    assert page.text("#domains .pager span") == "Page 2 of 2"
    assert len(page.texts(ROWS)) == 46
    page.click('#domains [data-go="next"]')
    assert page.text("#domains .pager span") == "Page 2 of 2"


def test_the_language_switches_in_place_and_keeps_what_was_opened(show: Show) -> None:
    page = show(samples.sample(), "zh-CN")
    page.want("verdict", "not_eligible")
    page.click(OPENS)
    assert page.run("return document.documentElement.lang") == "zh-CN"
    assert page.text("h1").endswith("12 个域名需要处理")
    assert "需要备案" in page.text(".summary")
    page.browser.find_element(By.CSS_SELECTOR, '[data-lang="en"]').click()
    assert page.run("return document.documentElement.lang") == "en"
    assert page.text("#count") == "12 of 96 domains"
    assert "needs filing" in page.text(".summary")
    assert page.run("return document.activeElement.dataset.lang") == "en"
    assert page.text('[aria-pressed="true"]') == "English"
    assert page.text(".skip") == "Skip to the content"


def test_details_open_and_close_by_keyboard(show: Show) -> None:
    page = show(samples.sample())
    toggle = page.browser.find_element(By.CSS_SELECTOR, OPENS)
    toggle.send_keys(Keys.ENTER)
    assert toggle.get_attribute("aria-expanded") == "true"
    assert page.run("return document.activeElement.className") == "opens"
    detail = page.text(".detail")
    for said in ("domain.hold", "The registry or the registrar has put", "What to do:", "severity"):
        assert said in detail
    page.browser.find_element(By.CSS_SELECTOR, ".detail summary").send_keys(Keys.ENTER)
    reads = page.text(".evidence tbody")
    for said in (
        "billing:DescribeDealsByCond",
        "ap-guangzhou",
        "0a1b2c3d-",
        "high",
        "landed = true",
    ):
        assert said in reads
    links = page.run("return [...document.querySelectorAll('.detail a')].map((a) => a.href)")
    assert links
    assert set(links) <= embedded.known_links()
    toggle.send_keys(Keys.SPACE)
    assert toggle.get_attribute("aria-expanded") == "false"
    assert page.texts(".detail") == []


def test_a_change_leads_to_its_domain_and_a_domain_to_its_account(show: Show) -> None:
    page = show(samples.sample())
    name = page.text("#changes .changed button")
    page.click("#changes .changed button")
    assert page.run("return document.activeElement.innerText").endswith(name)
    assert page.text("#list-domains .detail .summary").startswith(name)
    page.want("account", "100000000004")
    page.click(OPENS)
    page.click("#list-domains .detail button.plain")
    assert "pack.gbs-400k" in page.text("#list-accounts .detail")
    page.click("#list-accounts .detail button")
    assert page.text("#count") == "8 of 96 domains"


def test_many_changes_show_a_few_and_the_rest_on_request(show: Show) -> None:
    (first, *_) = samples.sample(1, 1).changes.items
    items = [first.model_copy(update={"domain": f"d{n}.cn"}) for n in range(40)]
    page = show(reports.report([reports.account()], changes=Changes(counts={}, items=items)))
    assert len(page.texts("[data-change]")) == 30
    assert page.text("#changes .card > button") == "Show 10 more"
    page.click("#changes .card > button")
    assert len(page.texts("[data-change]")) == 40
    assert page.run("return document.activeElement.dataset.change") == "new-30"


def test_all_details_of_all_pages_open(show: Show) -> None:
    page = show(samples.sample())
    for _ in range(2):
        page.run("document.querySelectorAll('.opens').forEach((n) => n.click())")
        page.click('#domains [data-go="next"]')
    assert len(page.texts("#list-domains .summary")) == 46
    assert page.complaints() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(show: Show, scheme: str) -> None:
    feature = {"name": "prefers-color-scheme", "value": scheme}
    page = show(samples.sample())
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    try:
        page.run("document.querySelectorAll('.opens').forEach((n) => n.click())")
        assert page.run(FAINT) == {}
    finally:
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_every_control_has_a_name_and_every_table_a_caption_or_heads(show: Show) -> None:
    page = show(samples.sample())
    page.run("document.querySelectorAll('.opens').forEach((n) => n.click())")
    nameless = """
return [...document.querySelectorAll('button, a, input, select')].filter((node) =>
  !node.innerText.trim() && !node.getAttribute('aria-label') && !(node.labels?.length)).length
"""
    assert page.run(nameless) == 0
    headless = "return [...document.querySelectorAll('table')].filter((t) => !t.tHead).length"
    assert page.run(headless) == 0
    levels = page.run(
        "return [...document.querySelectorAll('h1, h2, h3, h4')].map((h) => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_what_is_waived_says_by_whom(show: Show) -> None:
    page = show(samples.sample())
    page.want("show", "waived")
    page.click(OPENS)
    assert "Waived (legacy-shop): Moves to another account" in page.text(".detail")


def test_hostile_names_stay_text(show: Show) -> None:
    page = show(samples.hostile())
    for selector in (OPENS, "#list-accounts .opens"):
        page.run("document.querySelectorAll(arguments[0]).forEach((n) => n.click())", selector)
    page.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.click('[data-lang="zh-CN"]')
    everything = page.text("main")
    for evil in (
        "<script>alert(1)</script>",
        "onerror=alert(3)",
        "javascript:alert(4)",
        "{{ 7 * 7",
    ):
        assert evil in everything
    assert "\u202e" not in everything
    assert page.run("return document.querySelectorAll('main script, main img').length") == 0
    assert page.run(
        "return [...document.querySelectorAll('a')].every("
        "(a) => /^(https?:|#)/.test(a.getAttribute('href')))"
    )
    assert page.run("return document.documentElement.scrollWidth") <= 1280
    assert page.complaints() == []


def test_the_policy_of_the_page_stops_a_script_that_gets_in(show: Show) -> None:
    page = show(samples.sample(1, 1))
    page.run(
        "const s = document.createElement('script'); s.textContent = 'window.broken = true';"
        "document.body.append(s)"
    )
    assert page.run("return window.broken") is None
    assert any("Content Security Policy" in said for said in page.complaints())


def test_a_report_of_nothing_is_a_page_too(show: Show) -> None:
    page = show(reports.report(previous=None))
    assert page.text("h1").endswith("No domain was checked")
    assert "nothing to compare with" in page.text("#changes")
    assert page.complaints() == []


def test_of_accounts_alike_the_one_with_more_to_do_comes_first(show: Show) -> None:
    bad = reports.domain("a.cn", Verdict.FILED, Compliance.NON_COMPLIANT, [reports.UNFILED])
    full = Verdict.NOT_ELIGIBLE
    accounts = [
        reports.account("1", "quota used up", verdict=full),
        reports.account("2", "one to file", [bad]),
        reports.account("3", "not read", [], unknown=[None]),
        reports.account("4", "lacks a pack", [], [reports.NO_PACK]),
    ]
    page = show(reports.report(accounts))
    names = page.texts("#list-accounts .opens")
    assert [name.splitlines()[-1].removeprefix("▸") for name in names] == [
        "lacks a pack",
        "not read",
        "one to file",
        "quota used up",
    ]
    marks = page.run(
        "return [...document.querySelectorAll('#list-accounts tbody tr')].map((r) => r.className)"
    )
    assert marks == ["standing-0", "standing-1", "standing-4", "standing-4"]
    assert page.texts("#list-accounts td:nth-child(2)")[-1] == "not eligible"
    assert (
        page.run("return document.querySelector('#list-accounts td:nth-child(2) .badge')") is None
    )


def test_good_news_is_told_as_such(show: Show) -> None:
    page = show(reports.report([reports.account()]))
    assert page.text("h1").endswith("Everything is in order")
    unread = reports.domain("a.cn", Verdict.INDETERMINATE, Compliance.UNKNOWN, (), "unknown")
    page = show(reports.report([reports.account(domains=[unread])]))
    assert page.text("h1").endswith("Nothing wrong in what could be read; 1 domain cannot be told")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_out_of_the_window(show: Show, width: int) -> None:
    page = show(samples.sample(4, 6), "en")
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    page.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        page.click(OPENS)
        assert page.run("return document.documentElement.scrollWidth") <= width
        frame, table = (
            page.run("return document.querySelector(arguments[0]).scrollWidth", selector)
            for selector in ("#domains .scroll", "#list-domains")
        )
        assert table <= frame
    finally:
        page.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def _fastest(page: Shown, script: str) -> float:
    return min(float(page.run(TIMED % script)) for _ in range(3))


def test_five_thousand_domains_show_filter_and_switch_within_a_second(show: Show) -> None:
    page = show(samples.sample(accounts=500, domains=10))
    assert page.text("#count") == "5,000 of 5,000 domains"
    shown = []
    for _ in range(3):
        page.load()
        page.run("return document.body.getBoundingClientRect().height")
        shown.append(page.run("return performance.getEntriesByName('beian:shown')[0].startTime"))
    search = (
        "const c = document.getElementById('want-text'); c.value = 'shop-3';"
        "c.dispatchEvent(new Event('input'));"
    )
    switch = "document.querySelector('[data-lang][aria-pressed=\"false\"]').click();"
    times = {
        "first": min(shown),
        "filter": _fastest(page, search),
        "switch": _fastest(page, switch),
        "open": _fastest(page, f"document.querySelector('{OPENS}').click();"),
    }
    assert max(times.values()) < 1000, times
    assert page.complaints() == []


def test_without_a_browser_it_is_said_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"), browsing():
        pass
    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"), browsing():
        pass
