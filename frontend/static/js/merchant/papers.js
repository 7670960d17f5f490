// The order page's documents, opened with the shop's key where this browser has it.
import { tellError } from "../errors.js";
import { showAll } from "./evidence.js";

showAll().catch(tellError);
