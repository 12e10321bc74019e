// What an archive must add to Eleventy: lists by facet, in pages, latest case first.
const PAGE_SIZE = 24;
const FEED_SIZE = 30;
const FACETS = ["topics", "ratings", "claimants", "years"];

function pagesOf(url, title, cases) {
  const count = Math.max(1, Math.ceil(cases.length / PAGE_SIZE));
  const urls = Array.from({ length: count }, (_, place) => (place ? `${url}page/${place + 1}/` : url));
  return urls.map((own, place) => ({
    url: own,
    title,
    cases: cases.slice(place * PAGE_SIZE, (place + 1) * PAGE_SIZE),
    count: cases.length,
    number: place + 1,
    pages: count,
    newer: place ? urls[place - 1] : "",
    older: place + 1 < count ? urls[place + 1] : "",
  }));
}

function byTerm(fronts, facet) {
  const members = new Map();
  for (const front of fronts)
    for (const term of front[facet]) {
      if (!members.has(term)) members.set(term, []);
      members.get(term).push(front.case);
    }
  return [...members].sort(([one], [other]) => (one < other ? -1 : 1));
}

function latestFirst(api) {
  const key = (front) => front.case.date + front.slug;
  const fronts = api.getFilteredByGlob("src/cases/*.md").map((page) => page.data);
  return fronts.sort((one, other) => (key(one) < key(other) ? 1 : -1));
}

export default function (config) {
  config.addFilter("tojson", (value) => JSON.stringify(value).replaceAll("<", "\\u003c"));
  config.addPassthroughCopy({ "src/assets": "assets" });
  config.addCollection("newest", (api) => latestFirst(api).slice(0, FEED_SIZE).map((front) => front.case));
  config.addCollection("addresses", (api) => {
    const fronts = latestFirst(api);
    const lists = FACETS.flatMap((facet) => byTerm(fronts, facet).map(([term]) => ({ url: `/${facet}/${term}/` })));
    return [...fronts.map((front) => ({ url: front.case.url, date: front.case.date })), ...lists];
  });
  config.addCollection("lists", (api) => {
    const fronts = latestFirst(api);
    const cases = fronts.map((front) => front.case);
    const home = pagesOf("/", "Measured archive", cases.slice(0, PAGE_SIZE));
    const facets = FACETS.flatMap((facet) =>
      byTerm(fronts, facet).flatMap(([term, members]) => pagesOf(`/${facet}/${term}/`, term, members)),
    );
    return [...home, ...pagesOf("/cases/", "Cases", cases), ...facets];
  });
  config.addCollection("facets", (api) => {
    const fronts = latestFirst(api);
    return FACETS.map((facet) => ({
      url: `/${facet}/`,
      title: facet[0].toUpperCase() + facet.slice(1),
      terms: byTerm(fronts, facet).map(([term, members]) => ({
        url: `/${facet}/${term}/`,
        name: term,
        count: members.length,
      })),
    }));
  });
  return { dir: { input: "src", output: "_site" }, markdownTemplateEngine: false };
}
