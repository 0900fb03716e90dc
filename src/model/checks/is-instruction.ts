// Words to a model instead of words to a reader: "ignore the rules above", "you are now", marks of chat templates.
const ENGLISH =
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules?|prompts?|above|previous|earlier)\b|\bsystem prompt\b|\byou are now\b|<\|\w+|\[\/?inst\]|\b(?:assistant|system)\s*:/iu
const CHINESE =
  /(?:\u5ffd\u7565|\u65e0\u89c6|\u5fd8\u8bb0|\u4e0d\u8981\u7406\u4f1a).{0,12}(?:\u6307\u4ee4|\u63d0\u793a|\u89c4\u5219|\u8981\u6c42|\u4ee5\u4e0a|\u4e4b\u524d|\u524d\u9762)|\u4f60\u73b0\u5728\u662f|\u7cfb\u7edf\u63d0\u793a|\u63d0\u793a\u8bcd|\u5927\u6a21\u578b/u

/** A passage that speaks to the machine is nothing to answer from. */
export const isInstruction = (text: string): boolean => ENGLISH.test(text) || CHINESE.test(text)
