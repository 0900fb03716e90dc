import type { Command } from '../command.ts'
export const command: Command = { name: 'doctor', summary: '', options: {}, run: async () => 1 }
