/* Opens one of the cases that the page lists; without it, the list is all there is. */

const links = [...document.querySelectorAll("#sample a")];
const button = document.querySelector("#open-any");

function any() {
  return links[Math.floor(Math.random() * links.length)].href;
}

if (button && links.length) {
  button.hidden = false;
  button.addEventListener("click", () => location.assign(any()));
  // Who came by the link to any case never meant to see this page, nor to come back to it.
  if (location.hash === "#any") location.replace(any());
}
