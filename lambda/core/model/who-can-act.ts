/** Values of `whoCanAct`. */
export const ADMINISTRATOR = 'an administrator of the account';
export const ORGANIZATION_ADMINISTRATOR = 'an administrator of the organization';
export const OPERATOR = 'the operator of trailmend';
export const TRAIL_OWNER = 'the owner of the trail';
