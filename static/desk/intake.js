// Intake: files may be dropped anywhere on the form; what is chosen is listed, what is too much is said before it is sent.
const SHOWN = 8;

document.querySelectorAll("[data-intake]").forEach((form) => {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-drop]");
  const shown = form.querySelector("#files-chosen");
  const megabytes = (bytes) => (bytes / 1048576).toFixed(1) + " MB";

  const line = (tag, text, name) => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (name) element.className = name;
    return element;
  };

  const fault = (files) => {
    const all = files.reduce((sum, file) => sum + file.size, 0);
    if (files.length > Number(form.dataset.mostFiles)) return `选了 ${files.length} 个文件,一次最多 ${form.dataset.mostFiles} 个;请打成 ZIP 压缩包,或分批上传。`;
    if (all > Number(form.dataset.mostBytes)) return `所选文件共 ${megabytes(all)},一次最多 ${megabytes(Number(form.dataset.mostBytes))};请分批上传。`;
    return "";
  };

  const show = () => {
    const files = [...input.files];
    const wrong = fault(files);
    input.setCustomValidity(wrong);
    shown.replaceChildren();
    if (!files.length) return;
    if (wrong) shown.append(line("p", wrong, "hx-field-error mb-1"));
    const list = line("ul", "", "dk-chosen");
    files.slice(0, SHOWN).forEach((file) => list.append(line("li", `${file.name}(${megabytes(file.size)})`)));
    if (files.length > SHOWN) list.append(line("li", `等 ${files.length} 个`));
    shown.append(line("div", `已选 ${files.length} 个文件:`), list);
  };

  input.addEventListener("change", show);
  form.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    zone.classList.add("dk-over");
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) zone.classList.remove("dk-over");
  });
  form.addEventListener("drop", (event) => {
    zone.classList.remove("dk-over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    show();
  });
});
