/** The API group of Seatrial's resources. */
export const group = 'seatrial.dev';
export const version = 'v1alpha1';
export const apiVersion: `${string}/${string}` = `${group}/${version}`;

/** Labels and annotations that we set, all in our own domain. */
export const trialLabel = 'seatrial.dev/trial';
export const runLabel = 'seatrial.dev/run';
