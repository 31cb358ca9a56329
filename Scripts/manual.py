#!/usr/bin/env python3
"""Write man/imagepool.1 from what the program says about its own options.

    python3 Scripts/manual.py build/imagepool > man/imagepool.1      (make manual)

The page is committed, so that installing needs no Python.
"""
import json
import re
import subprocess
import sys

INTRODUCTION = r'''.Sh DESCRIPTION
.Nm
downsamples images by pooling: max, average and their relatives over a window with kernel, stride, padding and dilation, as PyTorch, TensorFlow and ONNX
define them.
It reads PNG and JPEG files and
.Pa .npy
and CSV arrays, and writes pictures, feature maps, or both.
The kind of an input is told by its content, never by its name.
.Pp
Vectors are
.Ar H,W ,
four-sided padding is
.Ar TOP,LEFT,BOTTOM,RIGHT .
'''
CONCLUSION = r'''.Sh EXIT STATUS
.Bl -tag -width Ds -compact
.It 0
everything was done.
.It 1
at least one input failed; the others are done.
.It 64
refused before any work: a bad option, outputs that would collide, an output that exists.
.It 130, 143
interrupted; nothing was left half-written.
.El
.Pp
Of
.Cm compare :
0 equal enough, 1 different, 2 not comparable.
.Pp
A failure is one line on standard error: the file, what is wrong, what to do.
.Sh FILES
An output appears under its final name complete or not at all.
Dumps stand beside the output:
.Pa STEM.npy , STEM.csv , STEM.txt , STEM.json , STEM.heatmap-C.png , STEM.indices.npy .
'''


def escaped(text):
    text = text.replace('\\', r'\e').replace('-', r'\-')
    return re.sub(r"(?m)^([.'])", r'\\&\1', text)


def option_name(name):
    return escaped({'long': '--', 'short': '-', 'longWithSingleDash': '-'}[name['kind']] + name['name'])


def item(argument):
    value = escaped(argument.get('valueName') or '')
    if argument['kind'] == 'positional':
        return f'.It Ar {value}'
    names = argument.get('names') or []
    heads = ' , '.join(f'Fl {option_name(n)[2:]}' for n in sorted(names, key=lambda n: n['kind'] == 'long'))
    return f'.It {heads}' + (f' Ar {value}' if argument['kind'] == 'option' else '')


def description(argument):
    text = ' '.join(filter(None, (argument.get('abstract'), argument.get('discussion'))))
    values = argument.get('allValues') or []
    default = argument.get('defaultValue')
    if values and not all(v in text for v in values):
        text += f' One of {", ".join(values)}.'
    if default and default not in ('false', 'true') and 'default' not in text:
        text += f' The default is {default}.'
    return escaped(text)


def operand_of(argument):
    name = 'Ar ' + escaped(argument.get('valueName') or '')
    return f' {name} No ...' if argument.get('isRepeating') else f' Op {name}' if argument.get('isOptional') else f' {name}'


def section(command):
    lines = [f'.Ss {command["commandName"]}', escaped(command.get('abstract', ''))]
    for paragraph in re.split(r'\n\s*\n', command.get('discussion') or ''):
        if paragraph.startswith('Examples:'):
            lines += ['.Pp', 'Examples:', '.Bd -literal -offset indent']
            lines += [escaped(line.strip()) for line in paragraph.splitlines()[1:]] + ['.Ed']
        elif paragraph:
            lines += ['.Pp', escaped(' '.join(paragraph.split()))]
    lines += ['.Bl -tag -width Ds']
    for argument in command.get('arguments', []):
        names = {n['name'] for n in argument.get('names') or []}
        if argument.get('shouldDisplay', True) and not names & {'help', 'version'}:
            lines += [item(argument), description(argument)]
    return lines + ['.El']


def main():
    program = sys.argv[1]
    tree = json.loads(subprocess.check_output([program, '--experimental-dump-help']))['command']
    commands = [c for c in tree['subcommands'] if c['commandName'] != 'help']
    out = ['.\\" Written by Scripts/manual.py; do not edit.', '.Dd November 2026', '.Dt IMAGEPOOL 1', '.Os', '.Sh NAME', '.Nm imagepool',
           '.Nd downsample images by pooling', '.Sh SYNOPSIS']
    for command in commands:
        operand = ''.join(operand_of(a) for a in command.get('arguments', []) if a['kind'] == 'positional')
        out += ['.Nm', f'.Cm {command["commandName"]} Oo Ar options Oc{operand}']
    out += ['.Nm', '.Fl \\-version']
    out += [INTRODUCTION.rstrip(), '.Sh COMMANDS']
    for command in commands:
        out += section(command)
    print('\n'.join(out + [CONCLUSION.rstrip()]))


if __name__ == '__main__':
    main()
