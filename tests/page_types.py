"""One address of every type of page of the portal, over the record itself."""

from attested.releases import history
from made import ROOT

VERSIONS = history.versions(ROOT)
NEWEST = VERSIONS[-1]
OF_VERSION = (
    "",
    "/map",
    "/chronology",
    "/dependence",
    "/search?q=Shanghai",
    "/search?q=nothing+at+all",
    "/codebook",
    "/questions",
    "/tables",
    "/quality",
    "/agreement",
    "/downloads",
    "/incidents",
    "/claims?_facet=stance&stance=denies",
    "/corroboration",
    "/incidents/I000006",
    "/officials/O000001",
    "/sources/S000001",
    "/articles/A000001",
    "/places/G000001",
    "/claims/C000001",
    "/passages/P000001",
    "/history/I000006",
    "/who_says_so?incident=I000006",
)
WHOLE = ("/", "/about", "/policy", "/datasheet", "/versions", "/versions/0.1.0/0.2.0")
FAULTS = ("/nothing", "/v/9.9.9", "/v/0.2.0/incidents/I999999", "/v/0.2.0/incidents?_sort=kind")


def addresses(version=NEWEST):
    """An address of each type of page, of a version and of the portal as a whole."""
    return [*WHOLE, *(f"/v/{version}{path}" for path in OF_VERSION)]
