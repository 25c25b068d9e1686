/** Seconds that a check may take which waits for a cold start: beyond the longest that `settings.coldStartSeconds` allows. */
export const longestWait = 3720;
