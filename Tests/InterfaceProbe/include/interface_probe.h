#ifndef INTERFACE_PROBE_H
#define INTERFACE_PROBE_H

/* Runs all calls and returns how many checks failed; each has told standard error. */
int interface_probe(const char *picture);

#endif
