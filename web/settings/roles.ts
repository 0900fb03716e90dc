export const ROLES = ['owner', 'supervisor', 'agent', 'marketer', 'viewer'] as const

export const SCOPES = [
  'messages:read',
  'messages:write',
  'conversations:read',
  'conversations:write',
  'knowledge:read',
  'knowledge:write',
  'shops:read',
  'shops:write',
  'offers:read',
  'offers:write',
  'channels:read',
  'channels:write',
  'webhooks:read',
  'webhooks:write',
  'staff:read',
  'staff:write',
  'audit:read',
  'system:read',
] as const
