// Links, mail, and ways off the platform (WeChat, QQ, a group, a private transfer) by their names and short forms.
const LINK = /https?:|www\.|@|\b[\w-]+\.(?:com|cn|net|org|top|xyz|io|cc)\b/iu
const AWAY =
  /\u5fae\u4fe1|\u5a01\u4fe1|\u52a0\u6211|\u52a0v|\bv[x\u4fe1]\b|\bwx\b|\bwechat\b|\bqq\b|whatsapp|telegram|\u8f6c\u8d26|\u626b\u7801/iu
const LONG_NUMBER = /\d(?:[ -]?\d){6,}/u

/** No words of a model lead a buyer away from the shop. */
export const namesContact = (text: string): boolean => LINK.test(text) || AWAY.test(text) || LONG_NUMBER.test(text)
