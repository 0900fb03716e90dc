import type { Command } from '../command.ts'
export const command: Command = { name: 'restore', summary: '', options: {}, run: async () => 1 }
