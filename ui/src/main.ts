import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import { watchErrors } from './watch';

// Only a window under a test is driven; anywhere else nothing is collected.
if (navigator.webdriver) watchErrors();
const target = document.getElementById('app');
if (target) mount(App, { target });
