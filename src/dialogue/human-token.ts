/** The token of "I want a person" in every menu of ours. */
export const HUMAN_TOKEN = 'human'
