/** Who can sign in at the doubles. */
export const PEOPLE = 'There are no passwords here: choose Ada, Grace or Linus.';
export const ANYBODY = 'Any name will do, with any password.';
