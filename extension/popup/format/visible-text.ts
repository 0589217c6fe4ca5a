/**
 * What has no shape of its own, or changes how its neighbours are read: control and format characters (zero width, direction overrides), private and unassigned
 * code points, lone surrogates, what Unicode lets a font leave out, separators of lines, and spaces that are none of the usual ones.
 */
const WITHOUT_SHAPE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{2800}]|(?![ \u{a0}\u{3000}])\p{Zs}/gu;

/** A text that somebody else wrote, so that nothing in it is hidden: each character without a shape stands there by its code point, "⟨U+202E⟩". Nothing is cut. */
export function visibleText(text: string): string {
  return text.replace(WITHOUT_SHAPE, (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}
