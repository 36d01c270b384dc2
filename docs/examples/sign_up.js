// A sign-up form of your own for the hub's newsletter. In a page:
// <form id="newsletter"><h2>The newsletter of Coop Hub</h2><input type="email" name="email" required aria-label="E-mail">
// <input name="hub_note" hidden tabindex="-1"><button>Sign me up</button>
// <p data-wording></p><p role="status"></p></form> and this script.
const address = "https://hub.example.org/api/v1/subscriptions/";

// The text that people must be able to read, and a stamp that proves that somebody took their time.
async function prepare(language) {
  const answer = await fetch(`${address}?language=${language}`);
  if (!answer.ok) throw new Error(`The hub answered ${answer.status}`);
  return answer.json();
}

// Gives "" when the address was taken in (a mail with a button is on its way), else what is wrong.
async function signUp(prepared, fields) {
  const body = { wording_version: prepared.wording.version, stamp: prepared.stamp, ...fields };
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": fields.language },
    body: JSON.stringify(body),
  });
  if (answer.ok) return "";
  const problem = await answer.json();
  return problem.errors?.map((error) => error.detail).join(" ") ?? problem.detail;
}

async function show(form, language) {
  const prepared = await prepare(language);
  form.querySelector("[data-wording]").textContent = prepared.wording.text;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = { email: form.email.value, hub_note: form.hub_note.value, language };
    const wrong = await signUp(prepared, fields);
    form.querySelector("[role=status]").textContent = wrong || "Check your inbox.";
  });
}

if (typeof document !== "undefined") {
  show(document.querySelector("#newsletter"), document.documentElement.lang || "it");
}
