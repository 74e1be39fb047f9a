import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import PictureWindow from './screens/entry/PictureWindow.svelte';
import { textSize } from './state/textsize.svelte';
import { watchErrors } from './watch';

// Only a window under a test is driven; anywhere else nothing is collected.
if (navigator.webdriver) watchErrors();
const target = document.getElementById('app');
// The window for a second screen shows the picture alone (src-tauri/src/windows.rs).
const alone = new URLSearchParams(location.search).get('cua-so') === 'hinh';
// Drawn in the size that was chosen from the first moment on.
if (target) void textSize.begin().then(() => mount(alone ? PictureWindow : App, { target }));
