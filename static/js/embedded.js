/* In a frame: tells the page around it how tall the form is. Nothing else leaves the frame. */
"use strict";

if (window.parent !== window) {
  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    window.parent.postMessage({ hubFormHeight: height }, "*");
  };
  new ResizeObserver(tell).observe(document.documentElement);
}
