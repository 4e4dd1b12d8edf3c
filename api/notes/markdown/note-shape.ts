import type { Element, ElementContent, Root, RootContent } from 'hast';
import { AppError } from '../../errors.ts';
import { noteLink, resolveAddress } from './note-link.ts';

/** Browsers flatten what is nested more than 512 levels deep, and would show another note. */
const maxDepth = 100;

/** The page, the release and the note use the levels above. */
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
 * Converts any HTML to what a note shows: headings from the fourth level down, pictures as links (a
 * host's policy forbids images of other origins, and loading one would reveal the reader to its
 * server), links with valid addresses, and no link inside another. Changes `tree` in place. Safety
 * is left to the allow-list. Throws `markdown_too_complex` for more than 100 levels.
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
    throw new AppError(
      'markdown_too_complex',
      `This text is nested more than ${maxDepth} levels deep. Use fewer levels.`,
    );
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
