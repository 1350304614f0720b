/** `npm run -s compile`: compiles the product where that has not been done yet and prints the folder that holds its programs. */
import { compileProduct } from './parts/compiled';
import { runProgram } from './parts/failure';
import { ROOT } from './parts/programs';

runProgram(async () => console.log(await compileProduct(ROOT)));
