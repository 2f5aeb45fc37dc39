/** Who can act on what trailmend leaves alone, in the words of records and messages. */
export const ADMINISTRATOR = 'an administrator of the account';
export const ORGANIZATION_ADMINISTRATOR = 'an administrator of the organization';
export const OPERATOR = 'the operator of trailmend';
export const TRAIL_OWNER = 'the owner of the trail';
