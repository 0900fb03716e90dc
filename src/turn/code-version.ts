/** Stands in every trace: which rules of ours gave the answer. Raised when understanding, decision or reply change. */
export const CODE_VERSION = '0.1.0'
