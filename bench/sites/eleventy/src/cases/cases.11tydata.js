export default { layout: "case-page.njk", permalink: (front) => `/cases/${front.slug}/index.html` };
