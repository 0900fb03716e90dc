import type { Command } from '../command.ts'
export const command: Command = { name: 'backup', summary: '', options: {}, run: async () => 1 }
