/* Photos are shown before they are sent; more can be added and each taken away. The plain file field does the sending. */
const started = new WeakSet();

function start(box) {
  if (started.has(box)) return;
  started.add(box);
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-photos-list]");
  const status = box.querySelector("[data-photos-status]");
  const most = Number(box.dataset.most);
  let files = [];

  function put() {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
    list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    list.replaceChildren(...files.map(item));
  }

  function item(file) {
    const figure = document.createElement("div");
    figure.className = "rk-photos__item";
    const image = document.createElement("img");
    image.alt = "";
    image.src = URL.createObjectURL(file);
    image.addEventListener("error", () => image.remove());
    const name = document.createElement("p");
    name.className = "rk-photos__name";
    name.textContent = file.name;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "ds-button";
    remove.dataset.variant = "secondary";
    remove.textContent = box.dataset.textRemove;
    remove.setAttribute("aria-label", `${box.dataset.textRemove}: ${file.name}`);
    remove.addEventListener("click", () => {
      files = files.filter((each) => each !== file);
      put();
      status.textContent = `${box.dataset.textRemoved} ${file.name}`;
      input.focus();
    });
    figure.append(image, name, remove);
    return figure;
  }

  function add(chosen) {
    const added = chosen.filter((file) => !files.some((each) => isSame(each, file)));
    const all = [...files, ...added];
    files = all.slice(0, most);
    put();
    status.textContent =
      all.length > most ? box.dataset.textMost : `${box.dataset.textAdded} ${added.map((file) => file.name).join(", ")}`;
  }

  const isSame = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

  input.addEventListener("change", () => add([...input.files]));
  showDrop(box, input, add);
}

/* With a script the browser's own file button gives way to a large one that also takes dragged photos. */
function showDrop(box, input, add) {
  const drop = box.querySelector("[data-photos-drop]");
  drop.hidden = false;
  input.classList.add("ds-sr-only");
  const over = (isOver) => (event) => {
    event.preventDefault();
    drop.toggleAttribute("data-over", isOver);
  };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    add([...event.dataTransfer.files].filter((file) => file.type.startsWith("image/")));
  });
}

export function startPhotos(root) {
  root.querySelectorAll("[data-photos]").forEach(start);
}
