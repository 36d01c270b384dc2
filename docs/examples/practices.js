// The newest practices as a list of links. In a page: <ul id="practices"></ul> and this script.
const address = "https://hub.example.org/api/v1/entries/?kind=practice&language=it&limit=5";

async function practices() {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The hub answered ${answer.status}`);
  return (await answer.json()).items;
}

practices().then((items) => {
  if (typeof document === "undefined") {
    for (const item of items) console.log(item.title, item.url);
    return;
  }
  const list = document.querySelector("#practices");
  for (const item of items) {
    const link = document.createElement("a");
    link.href = item.url;
    link.lang = item.language;
    link.textContent = item.title; // as text: a title can never become markup
    list.append(document.createElement("li"));
    list.lastChild.append(link);
  }
});
