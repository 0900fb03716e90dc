export const FILES = '/api/v1/widget/files'

/** Of this server, without its name: it may have several. */
export const fileAddress = (shop: string, fileId: string): string => `${FILES}/${shop}/${fileId}`
