// The peer of `cargo xtask bench load`: eleven questions on a scale, one after the other, each answer in IndexedDB before
// the next question is shown, kept for offline use by Workbox. It signs nobody in, encrypts nothing and syncs nothing.

import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import Dexie from "dexie";
import { Workbox } from "workbox-window";
import questions from "./questions.json";
import "./style.css";

const database = new Dexie("peer", { chromeTransactionDurability: "strict" });
database.version(1).stores({ drafts: "month" });

const MONTH = "2026-11";

function App() {
  const [answers, setAnswers] = useState(null);
  const [number, setNumber] = useState(0);
  useEffect(() => {
    database.drafts.get(MONTH).then((draft) => setAnswers(draft?.answers ?? {}));
  }, []);
  if (answers === null) return null;
  if (number === 0) {
    return (
      <main data-edition={EDITION}>
        <h1>November 2026</h1>
        <p>{questions.length} frågor. Det tar ungefär tre minuter.</p>
        <button type="button" className="go" onClick={() => setNumber(1)}>Börja</button>
      </main>
    );
  }
  if (number > questions.length) {
    return (
      <main>
        <h1>Dina svar</h1>
        <ul>{questions.map(({ id, name }) => <li key={id}>{name}: {answers[id]}</li>)}</ul>
        <button type="button" className="again" onClick={() => setNumber(1)}>Ändra</button>
      </main>
    );
  }
  const { id, question, levels } = questions[number - 1];
  const choose = async (value) => {
    const next = { ...answers, [id]: value };
    await database.drafts.put({ month: MONTH, answers: next, changedAt: Date.now() });
    setAnswers(next);
    setNumber(number + 1);
  };
  return (
    <main>
      <p>Fråga {number} av {questions.length}</p>
      <progress value={number - 1} max={questions.length} />
      <h1>{question}</h1>
      {levels.map((words, value) => (
        <button key={words} type="button" aria-pressed={answers[id] === value} onClick={() => choose(value)}>
          {words}
        </button>
      ))}
    </main>
  );
}

createRoot(document.getElementById("root")).render(<StrictMode><App /></StrictMode>);

if ("serviceWorker" in navigator && import.meta.env.PROD) new Workbox("/sw.js").register();
