import type { Element, ElementContent, Root, RootContent } from 'hast';
import { AppError } from '../../errors.ts';
import { noteLink, resolveAddress } from './note-link.ts';

/** Browsers flatten what is nested deeper than 512, so that it would read differently there. */
const maxDepth = 100;

/** The page, the release and the note have the levels above. */
const demoted: Record<string, string> = {
  h1: 'h4',
  h2: 'h5',
  h3: 'h6',
  h4: 'h6',
  h5: 'h6',
};

interface ShapeContext {
  baseUrl: string | undefined;
  depth: number;
  inLink: boolean;
}

/**
 * Makes of any HTML what a note shows: headings from the fourth level down, pictures as links (a
 * host's policy forbids foreign images, and one would tell its server who reads), links that lead
 * somewhere, none inside another. Works on `tree` itself and says nothing about safety: that is the
 * allow-list's part. Throws `markdown_too_complex` for more than 100 levels.
 */
export function shapeNote(tree: Root, baseUrl?: string): void {
  tree.children = shapeAll(tree.children, { baseUrl, depth: 0, inLink: false });
}

function shapeAll(nodes: readonly RootContent[], context: ShapeContext): ElementContent[] {
  const shaped: ElementContent[] = [];
  for (const node of nodes) {
    if (node.type === 'text') shaped.push(node);
    else if (node.type === 'element') shaped.push(...shapeElement(node, context));
  }
  return shaped;
}

function shapeElement(node: Element, context: ShapeContext): ElementContent[] {
  if (context.depth === maxDepth) {
    throw new AppError('markdown_too_complex', `The text is nested over ${maxDepth} levels deep.`);
  }
  if (node.tagName === 'img') return shapeImage(node, context);
  if (node.tagName === 'a') return shapeLink(node, context);
  node.tagName = demoted[node.tagName] ?? node.tagName;
  node.children = shapeAll(node.children, { ...context, depth: context.depth + 1 });
  return [node];
}

function shapeLink(node: Element, context: ShapeContext): ElementContent[] {
  const { href, title } = node.properties;
  const address = context.inLink ? undefined : resolveAddress(href, context.baseUrl);
  const inLink = context.inLink || address !== undefined;
  const children = shapeAll(node.children, { ...context, depth: context.depth + 1, inLink });
  return address === undefined ? children : [noteLink(address, children, title)];
}

function shapeImage(node: Element, context: ShapeContext): ElementContent[] {
  const { src, alt, title } = node.properties;
  const address = resolveAddress(src, context.baseUrl);
  const label = typeof alt === 'string' && alt.trim() !== '' ? alt : address;
  if (label === undefined) return [];
  const text: ElementContent = { type: 'text', value: label };
  return address === undefined || context.inLink ? [text] : [noteLink(address, [text], title)];
}
