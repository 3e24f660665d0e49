// What is selected in the printed text, as [start, end) in characters of the article, goes into the form that is open or to come.
const characters = (words) => [...words].length; // not UTF-16 units

function selected() {
  const text = document.getElementById("printed");
  const selection = document.getSelection();
  if (!text || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!range.intersectsNode(text)) return null;
  const whole = document.createRange();
  whole.selectNodeContents(text);
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) < 0) range.setStart(whole.startContainer, whole.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) > 0) range.setEnd(whole.endContainer, whole.endOffset);
  const before = whole.cloneRange();
  before.setEnd(range.startContainer, range.startOffset);
  // A Range's own text: nothing of how it is laid out, every line break as it is printed.
  const words = range.toString();
  const start = characters(before.toString());
  return words ? { start, end: start + characters(words), words } : null;
}

document.addEventListener("selectionchange", () => {
  const place = selected();
  const adder = document.getElementById("adder");
  if (!place || !adder) return;
  adder.elements.start.value = place.start;
  adder.elements.end.value = place.end;
  document.getElementById("adder-words").textContent = `补录:已选“${place.words.slice(0, 40)}”,请点类别。`;
  const form = document.querySelector("#editor form");
  if (form) {
    form.elements.start.value = place.start;
    form.elements.quote.value = place.words;
  }
});

// Words typed over the quote are no longer those of the selection: the server looks for them.
document.addEventListener("input", (event) => {
  if (event.target.name === "quote") event.target.form.elements.start.value = "";
});
