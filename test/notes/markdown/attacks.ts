/** Attacks put together from the parts that published ones share; a call of `alert` gives them away. */

const elements = [
  ...['a', 'abbr', 'animate', 'applet', 'article', 'audio', 'b', 'base', 'basefont', 'bgsound'],
  ...['blink', 'body', 'button', 'canvas', 'caption', 'center', 'code', 'col', 'dd', 'del'],
  ...['details', 'dialog', 'dir', 'div', 'dl', 'dt', 'embed', 'fieldset', 'font', 'form', 'frame'],
  ...['frameset', 'h1', 'h4', 'head', 'hr', 'html', 'iframe', 'image', 'img', 'input', 'isindex'],
  ...['keygen', 'li', 'link', 'listing', 'map', 'marquee', 'math', 'menu', 'meta', 'meter'],
  ...['nobr', 'noembed', 'noframes', 'noscript', 'object', 'ol', 'option', 'p', 'param', 'picture'],
  ...['plaintext', 'pre', 'ruby', 's', 'script', 'search', 'select', 'slot', 'source', 'span'],
  ...['strong', 'style', 'sub', 'summary', 'svg', 'table', 'td', 'template', 'textarea', 'th'],
  ...['title', 'tr', 'track', 'u', 'ul', 'use', 'var', 'video', 'wbr', 'xmp', 'x-tag'],
];

const attributes = [
  'onerror=alert(1) src=x:',
  'onload=alert(1) src=data:,',
  'src=//spy.test/1 data=//spy.test/2 poster=//spy.test/3 background=//spy.test/4',
  'autofocus tabindex=0 onfocus=alert(1)',
  'style=animation-name:x onanimationstart=alert(1)',
  'href=javascript:alert(1) xlink:href=javascript:alert(1) action=javascript:alert(1)',
  'id=alert name=cookie class=x style=position:fixed srcdoc=<script>alert(1)</script>',
];

/** Every element with every kind of active attribute. */
const activeElements = elements.flatMap((element) =>
  attributes.map((attribute) => `<${element} ${attribute}>text</${element}>`),
);

/** Places where a browser changes its mind about how to read what follows: mutation XSS. */
const contexts = [
  ...['<svg>', '<math>', '<math><mtext>', '<math><mtext><table><mglyph>', '<svg><desc>'],
  ...['<svg><foreignObject>', '<svg><title>', '<math><annotation-xml encoding="text/html">'],
  ...['<form><math><mtext></form><form><mglyph>', '<table>', '<table><td>', '<select>', '<p>'],
  ...['<template>', '<noscript>', '<a><table><a>', '<b><p></b>', '<svg></p>', '<math></br>'],
];

const breakers = [
  (payload: string) => `<style><!--</style>${payload}-->`,
  (payload: string) => `<style></style>${payload}</style>`,
  (payload: string) => `<title><a title="</title>${payload}">`,
  (payload: string) => `<textarea></textarea>${payload}`,
  (payload: string) => `<xmp><!--</xmp>${payload}-->`,
  (payload: string) => `<noembed><a title="</noembed>${payload}">`,
  (payload: string) => `<iframe><a title="</iframe>${payload}">`,
  (payload: string) => `<![CDATA[><a title="]]>${payload}">`,
  (payload: string) => `<malignmark><mglyph>${payload}`,
  (payload: string) => `<!--><p title="-->${payload}">`,
];

const mutations = contexts.flatMap((outer) =>
  breakers.map((breaker) => outer + breaker('<img src=x: onerror=alert(1)>')),
);

const schemes = [
  ...['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\tscript:alert(1)', '\u0001javascript:1'],
  ...['java&#10;script:alert(1)', '&#106;avascript:alert(1)', 'javascript&colon;alert(1)'],
  ...['vbscript:msgbox(1)', 'data:text/html,<script>alert(1)</script>', 'blob:https://e.com/1'],
  ...[
    'file:///etc/passwd',
    'filesystem:http://e.com/x',
    '\u2028javascript:alert(1)',
    'about:blank',
  ],
  ...['view-source:http://e.com', '//e.com/x', '\\\\e.com\\x', 'http://[::1', 'https://', 'x:y'],
];

const links = schemes.flatMap((address) => [
  `[link](${address})`,
  `<a href="${address}">link</a>`,
  `<${address}>`,
  `![picture](${address})`,
]);

export const attacks: readonly string[] = [...activeElements, ...mutations, ...links];
