import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { applyTheme, readTheme } from './ui/theme.ts';
import { readChoice } from './ui/kept-choice.ts';
import { chooseLanguage, LANGUAGES, loadWords, type Language } from './words/words.ts';
import './styles/index.css';

applyTheme(readTheme());
const language = readChoice('language', Object.keys(LANGUAGES) as Language[], chooseLanguage(navigator.languages));
await loadWords(language);
document.documentElement.lang = language;
const root = document.querySelector('#console');
if (root) createRoot(root).render(<App />);
