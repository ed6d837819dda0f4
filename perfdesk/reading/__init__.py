"""Bytes to grids: files of others are opened here, under limits, and nothing is understood yet.

Stands directly on the core; recognition takes the grids from here, writing shares the
package and the scanner.
"""
