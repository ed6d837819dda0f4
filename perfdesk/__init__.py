"""PerfDesk 绩效自评工作台: reads, judges and reports budget performance self-evaluations."""

__version__ = "0.1.0"
