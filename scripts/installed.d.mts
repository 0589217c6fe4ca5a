export function installationFits(root: string): boolean;
