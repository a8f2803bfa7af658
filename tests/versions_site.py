"""A portal over a package with releases, and walks over the pages of its versions."""

from attested import check
from attested.portal import mounts
from portal_site import Page, Site


def site_of(root, public=False):
    """A portal over all releases of a package; the unreleased tables too unless it is public."""
    result = check.check(root)
    assert result.problems == []
    served = mounts.mounts(root, None if public else result)
    return Site(result.package, result.contents, served=served, root=str(root), public=public)


def told(site, path):
    """The JSON at a path, which must answer with 200."""
    response = site.get(path)
    assert response.status_code == 200, (path, response.text[-500:])
    return response.json()


def walk(site, old, new, query=""):
    """The pages of a difference as JSON, in order."""
    path = f"/versions/{old}/{new}.json" + (f"?{query}" if query else "")
    while path:
        answer = told(site, path)
        yield answer
        path = answer["next"]


def changes(site, old, new, query=""):
    """All changes of a difference, in order."""
    return [change for page in walk(site, old, new, query) for change in page["changes"]]


def anchors(site, old, new):
    """The anchors of all changes on the HTML pages of a difference, in order."""
    path, found = f"/versions/{old}/{new}", []
    while path:
        page = site.page(path)
        found += [*_anchors(page)]
        path = next(
            (a["href"] for tag, a in page.tags if tag == "a" and a.get("rel") == "next"), ""
        )
    return found


def _anchors(page: Page):
    for tag, given in page.tags:
        is_row = tag == "li" and given.get("class") in ("card added", "card withdrawn")
        if (is_row or tag == "div") and given.get("id", "").count("."):
            yield given["id"]
