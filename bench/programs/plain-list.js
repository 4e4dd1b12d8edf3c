async ({ server, project }) => {
  const body = JSON.stringify({ project, want: 'panel', locale: navigator.language });
  const reply = await fetch(`${server}/v1/feed`, { method: 'POST', body });
  const { releases } = await reply.json();
  const add = (parent, name, text) => {
    const node = document.createElement(name);
    if (text) node.textContent = text;
    return parent.appendChild(node);
  };
  const list = document.createElement('section');
  for (const { version, title, displayDateText, notes } of releases) {
    const release = add(list, 'article');
    add(release, 'h3', version);
    add(release, 'p', title);
    add(release, 'time', displayDateText);
    const items = add(release, 'ul');
    for (const note of notes) {
      const item = add(items, 'li');
      add(item, 'span', note.kind);
      add(item, 'h4', note.title);
      add(item, 'div').innerHTML = note.html;
    }
  }
  document.body.append(list);
};
